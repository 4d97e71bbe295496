// An overlay that no longer fits its document must say so: the action, its reason, and where it may have meant to go.
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { applyOverlay, type Overlay, OverlayError } from '../overlay.ts';

const document = (): JsonObject => ({
  paths: { '/customers': { get: { tags: ['a'] }, post: { tags: ['a'] } }, '/customer/{id}': { get: { tags: ['b'] } } },
  components: { schemas: { Customer: { type: 'object' } } },
});

const overlay = (...actions: JsonObject[]): Overlay =>
  ({ overlay: '1.0.0', info: { title: 't', version: '1' }, actions }) as unknown as Overlay;

function failure(...actions: JsonObject[]): string {
  try {
    applyOverlay(document(), overlay(...actions), 'overlays/20-fixes.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(OverlayError);
    return (error as Error).message;
  }
  throw new Error('the overlay was applied');
}

const sound = { target: '$.components', description: 'Adds nothing.', update: {} };

describe('an action that matches nothing', () => {
  const message = failure(sound, {
    target: "$.paths['/customer'].get",
    description: 'The provider forgot the tag.\nSecond line.',
    update: { tags: ['Customer'] },
  });

  test('an action that matches nothing is reported with file, number, reason and target', () => {
    expect(message).toContain(
      "overlays/20-fixes.yaml, action 2 (The provider forgot the tag.): $.paths['/customer'].get\n",
    );
    expect(message).toContain('matches 0 places, expected 1.');
  });

  test('an action that matches nothing is reported with the nearest places, the most similar first', () => {
    expect(message).toContain("nearest places: $.paths['/customers'], $.paths['/customer/{id}']");
  });

  test('an action that matches nothing is reported with what to do', () => {
    expect(message).toContain(
      'If the provider moved or fixed it, change or delete the action, or correct "x-matches".',
    );
  });
});

test('the nearest places of a misspelt last key are keys of the object that was found', () => {
  const message = failure({ target: '$.components.schemas.Costumer.type', description: 'd', update: 'string' });
  expect(message).toContain("nearest places: $.components.schemas['Customer']");
});

test('an action on an empty document is reported with no nearest place', () => {
  const missing = overlay({ target: '$.a', description: 'd', remove: true });
  expect(() => applyOverlay({}, missing, 'f')).toThrow('nearest places: none');
});

test.each([
  { says: undefined, label: '1 when it does not say' },
  { says: 2, label: 'more than it says' },
  { says: 4, label: 'less than it says' },
  { says: 0, label: 'something where it says nothing' },
])('an action that matches three places fails when it expects $label', ({ says }) => {
  const message = failure({
    target: '$.paths[*][*]',
    description: 'd',
    update: { deprecated: true },
    ...(says === undefined ? {} : { 'x-matches': says }),
  });
  expect(message).toContain(`matches 3 places, expected ${says ?? 1}.`);
  expect(message).toMatch(/matched: .*\/paths\/\/customers\/get/);
});

test('an action that matches as often as expected changes every place', () => {
  const changed = applyOverlay(
    document(),
    overlay({ target: '$.paths[*][*]', description: 'd', 'x-matches': 3, update: { deprecated: true } }),
    'f',
  );
  expect(JSON.stringify(changed.paths).match(/"deprecated":true/g)).toHaveLength(3);
});

test('a place that the path names twice counts once', () => {
  const changed = applyOverlay(
    { list: [1, 2, 3] },
    overlay({ target: '$.list[0, 0]', description: 'd', remove: true }),
    'f',
  );
  expect(changed).toEqual({ list: [2, 3] });
});

test('only five of many matches are listed', () => {
  const many = { list: [1, 2, 3, 4, 5, 6] };
  const action = overlay({ target: '$.list[*]', description: 'd', remove: true });
  expect(() => applyOverlay(many, action, 'f')).toThrow('matched: /list/5, /list/4, /list/3, /list/2, /list/1, …');
});

test.each<[string, JsonObject]>([
  ['neither update nor remove', {}],
  ['both update and remove', { update: {}, remove: true }],
  ['only `remove: false`', { remove: false }],
])('an action with %s is refused', (_label, what) => {
  expect(failure({ target: '$.components', description: 'd', ...what })).toContain(
    'needs either "update" or "remove: true", and not both.',
  );
});

test.each<[string, Json | undefined]>([
  ['no description', undefined],
  ['an empty one', ''],
  ['a blank one', ' \n '],
])('an action with %s is refused before it changes anything', (_label, description) => {
  const changed = document();
  const action = { ...sound, update: { x: 1 }, ...(description === undefined ? {} : { description }) };
  if (description === undefined) Reflect.deleteProperty(action, 'description');
  expect(() => applyOverlay(changed, overlay(action), 'f')).toThrow(
    '(no reason): $.components\n  has no description: write why it is needed.',
  );
  expect(changed).toEqual(document());
});

test("a target that is not a JSONPath is refused with the parser's message", () => {
  expect(failure({ target: '$.paths[', description: 'd', update: {} })).toMatch(
    /\(d\): \$\.paths\[\n {2}is not a JSONPath of RFC 9535: ./,
  );
});

test('a missing target is refused as not a JSONPath', () => {
  expect(failure({ description: 'd', update: {} })).toContain('is not a JSONPath of RFC 9535');
});

test('a description that is a number in YAML is a description', () => {
  const changed = applyOverlay(document(), overlay({ ...sound, description: 404 }), 'f');
  expect(changed).toEqual(document());
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['a list', []],
  ['no actions', { overlay: '1.0.0' }],
  ['actions that are no list', { actions: { target: '$' } }],
])('a file that holds %s is refused as not an overlay', (_label, content) => {
  expect(() => applyOverlay(document(), content as Overlay, 'overlays/x.yaml')).toThrow(
    'overlays/x.yaml\n  is not an overlay: it needs a list of "actions".',
  );
});
