import { describe, expect, test } from 'vitest';
import { indexOperations, type Operation } from '../src/operation.ts';

interface Limited extends Operation {
  readonly speed?: string;
}

describe('the index of operations', () => {
  const index = indexOperations<Limited>({
    a: { getA: { method: 'GET', path: '/a/{id}', response: 'object', speed: 'slow' } },
    b: { setB: { method: 'PUT', path: '/b', response: 'none' } },
  });

  test('finds by method name, whichever the group, with the facts of the SDK', () => {
    expect(index.get('getA')).toMatchObject({ name: 'getA', path: '/a/{id}', speed: 'slow' });
    expect(index.get('setB')).toMatchObject({ name: 'setB', path: '/b' });
    expect(index.get('nothing')).toBeUndefined();
  });

  test('finds by HTTP method and path template', () => {
    expect(index.get('GET /a/{id}')).toBe(index.get('getA'));
    expect(index.get('GET /c')).toBeUndefined();
  });
});
