// What the checks of persons and of institutions share.
import type { FieldError } from '@org/sdk-core';

type Fields = Readonly<Record<string, unknown>>;

/** The fields, by their path, that the body lacks, and countries that are not three letters. */
export function missingAt(body: object, paths: readonly string[]): FieldError[] {
  return paths.flatMap((field): FieldError[] => {
    const value = field.split('.').reduce<unknown>((holder, name) => (holder as Fields | undefined)?.[name], body);
    if (!isText(value) && typeof value !== 'boolean') return [{ field, message: 'is missing' }];
    const country = /\.(nationality|cip_id_country)$/.test(field);
    return country && !/^[A-Z]{3}$/.test(`${value}`)
      ? [{ field, message: 'must be three capital letters, such as USA' }]
      : [];
  });
}

/** What an address lacks. A postal code is required where the country has them. */
export function missingAddress(field: string, address: object | undefined): FieldError[] {
  if (typeof address !== 'object' || address === null) return [{ field, message: 'is missing' }];
  return ['country', 'address1', 'city', 'province']
    .filter((name) => !isText((address as Fields)[name]))
    .map((name) => ({ field: `${field}.${name}`, message: 'is missing' }));
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
