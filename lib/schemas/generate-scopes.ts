import { by } from '../model/code-unit-order.js';
import { GENERATED } from './generate-imports.js';
import type { KindSchema } from './kind-schema.js';

/** Where the generated scopes are, relative to the project: the model may import nothing, so they are part of it. */
export const SCOPES_FILE = 'lib/model/described-scopes.ts';

/** What that file holds: the kinds without a namespace that lib/schemas describes. */
export function scopesFile(kinds: readonly Pick<KindSchema, 'group' | 'kind' | 'scope'>[]): string {
  const names = kinds.filter(({ scope }) => scope === 'Cluster').map(({ group, kind }) => `${group}/${kind}`);
  const lines = [...new Set(names)].sort(by((name) => name)).map((name) => `  '${name}',\n`);
  return `${GENERATED} from lib/schemas: do not edit.

/** Kinds that have no namespace and that lib/schemas describes, by \`group/Kind\`. */
export const DESCRIBED_CLUSTER_KINDS: readonly string[] = [
${lines.join('')}];
`;
}
