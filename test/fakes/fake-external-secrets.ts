import { parse } from 'yaml';
import type { JsonObject } from '../../lib/model/json.js';

/** As much of a ClusterExternalSecret as the fake reads. */
export interface PullSecretSpec {
  readonly externalSecretSpec: {
    readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
    readonly target: {
      readonly name: string;
      readonly template: { readonly type: string; readonly data: Readonly<Record<string, string>> };
    };
  };
}

export interface SyncedSecret {
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/** A FAKE of External Secrets with Pulumi ESC behind it: what its ExternalSecret makes of a definition. */
export function syncFromEsc(
  { externalSecretSpec: { data, target } }: PullSecretSpec,
  definition: string,
): SyncedSecret {
  const values = (parse(definition) as { values: JsonObject }).values;
  const fields = new Map(data.map(({ secretKey, remoteRef }) => [secretKey, valueAt(values, remoteRef.key)]));
  const filled = Object.entries(target.template.data).map(([key, text]) => [key, fill(text, fields)]);
  return { name: target.name, type: target.template.type, data: Object.fromEntries(filled) };
}

function valueAt(values: JsonObject, path: string): string {
  const found = path.split('.').reduce<unknown>((at, name) => (at as JsonObject)[name], values);
  const value = typeof found === 'object' && found !== null ? (found as JsonObject)['fn::secret'] : found;
  if (typeof value !== 'string') throw new Error(`FAKE: ESC has no value ${path}`);
  const reference = /^\$\{(.+)\}$/.exec(value)?.[1];
  return reference === undefined ? value : valueAt(values, reference);
}

/** The two forms of template that a pull secret has. */
function fill(text: string, fields: ReadonlyMap<string, string>): string {
  const field = (name: string) => {
    const value = fields.get(name.replace(/^\./, ''));
    if (value === undefined) throw new Error(`FAKE: the template names ${name}, which is not read`);
    return value;
  };
  return text.replace(/\{\{ (.+?) \}\}/g, (_, action: string) => {
    const json = /^(\.\w+) \| toJson$/.exec(action)?.[1];
    if (json !== undefined) return JSON.stringify(field(json));
    const joined = /^printf "(?:%s)+" (.+) \| b64enc$/.exec(action)?.[1];
    if (joined === undefined) throw new Error(`FAKE: cannot evaluate ${action}`);
    const parts = joined.split(' ').map((part) => (part.startsWith('"') ? (JSON.parse(part) as string) : field(part)));
    return Buffer.from(parts.join('')).toString('base64');
  });
}
