import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '../../lib/model/json.js';
import { listFiles } from '../../lib/system/read-tree.js';

/** An object of a file, as it is written. */
export interface WrittenObject {
  readonly path: string;
  readonly object: JsonObject & { readonly apiVersion: string; readonly kind: string };
}

/** Every object of the YAML files below some folders of this repository, without what SOPS adds; templates of charts are none, nor is what Talos reads. */
export function objectsBelow(...folders: readonly string[]): WrittenObject[] {
  return folders
    .flatMap((folder) => listFiles('.', folder))
    .filter((path) => path.endsWith('.yaml') && !/\/helm\/[^/]+\/|\/talos\//.test(path))
    .flatMap((path) =>
      parseAllDocuments(readFileSync(path, 'utf8')).flatMap((document) => {
        const value = document.toJS() as (WrittenObject['object'] & { sops?: unknown }) | null;
        if (typeof value?.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
        const { sops: _, ...object } = value;
        return [{ path, object: withTokens(object) as WrittenObject['object'] }];
      }),
    );
}

/** Variables that Flux substitutes are values that nobody knows. */
function withTokens(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\$\{(\w+)\}/g, '\uFDD0$1\uFDD1');
  if (Array.isArray(value)) return value.map(withTokens);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withTokens(member)]));
}
