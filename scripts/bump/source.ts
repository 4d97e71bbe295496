// source.json: which file the facts were taken from.
import { isObject, type Json, type JsonObject } from '../contract/json.ts';
import { operationsOf } from '../contract/operations.ts';
import { type Fetched, isUrl } from './fetch.ts';

export interface Source {
  readonly address: string;
  readonly version: string;
  readonly date: string;
  readonly sha256: string;
  readonly operations: number;
}

export function parseSource(text: string): Source {
  const json = JSON.parse(text) as Json;
  const read = (key: string): string => (isObject(json) ? String(json[key] ?? '') : '');
  return {
    address: read('address'),
    version: read('version'),
    date: read('date'),
    sha256: read('sha256'),
    operations: Number(read('operations')),
  };
}

/** A path says where a file lay on one machine, so the address stays; the same file keeps its date. */
export function nextSource(old: Source, fetched: Fetched, document: JsonObject, today: Date): Source {
  if (fetched.sha256 === old.sha256) return old;
  return {
    address: isUrl(fetched.address) ? fetched.address : old.address,
    version: String((document.info as JsonObject | undefined)?.version ?? ''),
    date: today.toISOString().slice(0, 10),
    sha256: fetched.sha256,
    operations: operationsOf(document).length,
  };
}

export const renderSource = (source: Source): string => `${JSON.stringify(source, null, 2)}\n`;
