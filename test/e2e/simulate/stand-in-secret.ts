import type { JsonObject } from '../../../lib/model/json.js';

/** A Secret or ConfigMap that an operator or a chart would make. */
export interface MadeObject {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly namespace: string;
  readonly name: string;
  readonly keys: Iterable<string>;
  readonly type?: string;
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
  readonly owner?: JsonObject;
  /** Values that are known although they are made elsewhere: the cluster's variables. */
  readonly known: ReadonlyMap<string, string | undefined>;
}

/** The object with a value for each of its keys: no real one, but one of its kind. */
export function standInSecret(made: MadeObject): JsonObject {
  const { kind, namespace, name, type, labels, annotations, owner, known } = made;
  const values = [...made.keys].map((key) => [key, known.get(key) ?? standInValue(key)] as const);
  const metadata = {
    ...{ namespace, name },
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(owner === undefined ? {} : { ownerReferences: [owner] }),
  };
  const encoded = (text: string) => (kind === 'Secret' ? Buffer.from(text).toString('base64') : text);
  const data = Object.fromEntries(values.map(([key, text]) => [key, encoded(text)]));
  return { apiVersion: 'v1', kind, metadata, ...(type === undefined ? {} : { type }), data };
}

/** A value that passes for that of a key: of its kind, never a real one. */
export function standInValue(key: string): string {
  if (/email/i.test(key)) return 'e2e@example.org';
  if (/domain|host/i.test(key)) return 'e2e.example.org';
  return key === '.dockerconfigjson' ? '{"auths":{}}' : `stand-in-of-${key}`;
}
