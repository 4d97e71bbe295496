import { describe, expect, test } from 'vitest';
import { indexTable, parseRow } from '../src/operation.ts';

describe('parseRow', () => {
  test('reads method and path', () => {
    expect(parseRow('GET /customers/{id}', 'getCustomer', 'GetCustomer')).toEqual({
      id: 'GetCustomer',
      name: 'getCustomer',
      method: 'GET',
      path: '/customers/{id}',
    });
  });

  test('keeps every word as it is written', () => {
    const row =
      'POST /a csv=a,b key=body:account.ref_id read=getA:id=a.id page=p:n:items rate=x retry=never sandbox scopes=a:r|b:r,c';
    expect(parseRow(row, 'a')).toEqual({
      id: 'a',
      name: 'a',
      method: 'POST',
      path: '/a',
      csv: 'a,b',
      key: 'body:account.ref_id',
      read: 'getA:id=a.id',
      page: 'p:n:items',
      rate: 'x',
      retry: 'never',
      sandbox: 'sandbox',
      scopes: 'a:r|b:r,c',
    });
  });

  test('a word named like a member of Object stays inert', () => {
    const operation = parseRow('GET /a __proto__=x', 'a');
    expect(Object.getPrototypeOf(operation)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('indexTable', () => {
  const index = indexTable(
    { a: { getA: 'GET /a/{id} rate=slow' }, b: { setB: 'PUT /b' } },
    (name) => name.charAt(0).toUpperCase() + name.slice(1),
  );

  test('finds by name, whichever the group', () => {
    expect(index.get('getA')).toMatchObject({ id: 'GetA', name: 'getA', rate: 'slow' });
    expect(index.get('setB')).toMatchObject({ id: 'SetB', path: '/b' });
    expect(index.get('nothing')).toBeUndefined();
  });

  test('finds by method and path template', () => {
    expect(index.get('GET /a/{id}')).toBe(index.get('getA'));
    expect(index.get('GET /c')).toBeUndefined();
  });
});
