import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { groups, kubernetesVersions } from '../../lib/schemas/compiled/catalogue.js';
import type { CompiledSchemas } from '../../lib/schemas/compiled-schemas.js';

type Schema = Record<string, unknown>;

/**
 * Writes the compiled schemas of every API group as files that kubeconform reads: each kind self-contained, in plain
 * JSON schema.
 *
 * @returns the argument that points kubeconform at them.
 */
export async function writeKubeconformSchemas(folder: string): Promise<string> {
  const sources = await compiledSources();
  const [base] = sources;
  for (const { kinds, definitions } of sources) {
    const all = { ...base.definitions, ...definitions };
    for (const [id, entry] of Object.entries(kinds)) {
      const [group, kind] = id.split('/') as [string, string];
      for (const version of entry.split(' ').slice(1)) {
        // It takes the version of a core kind for its group.
        const path = join(folder, group === '' ? version : group, `${kind.toLowerCase()}_${version}.json`);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, JSON.stringify(selfContained(`${group}/${version}/${kind}`, all)));
      }
    }
  }
  return join(folder, '{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json');
}

/** Kinds that have a compiled schema, as `group/kind`. */
export async function compiledKinds(): Promise<ReadonlySet<string>> {
  return new Set((await compiledSources()).flatMap(({ kinds }) => Object.keys(kinds)));
}

/** Kubernetes' own kinds, then those of each group. */
async function compiledSources(): Promise<readonly [CompiledSchemas, ...CompiledSchemas[]]> {
  const base = await (kubernetesVersions['1.34'] as () => Promise<CompiledSchemas>)();
  return [base, ...(await Promise.all(Object.values(groups).map((load) => load())))];
}

function selfContained(id: string, definitions: Readonly<Record<string, string>>): Schema {
  const used: Record<string, unknown> = {};
  const take = (name: string): void => {
    if (name in used) return;
    used[name] = true;
    used[name] = plain(JSON.parse(definitions[name] ?? 'true'), take);
  };
  const schema = plain(JSON.parse(definitions[id] as string), take) as Schema;
  return { ...schema, definitions: used };
}

/** Optional fields and nullable values may be null, which plain JSON schema has to say. */
function plain(schema: unknown, take: (name: string) => void, optional = false): unknown {
  // Draft 4, which kubeconform reads, knows no boolean schemas.
  if (typeof schema !== 'object' || schema === null) return schema === true ? {} : { not: {} };
  const { nullable, $ref, ...given } = schema as Schema;
  const out: Schema = { ...given };
  if (typeof $ref === 'string') {
    take($ref);
    out.$ref = `#/definitions/${$ref.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  const required = (given.required ?? []) as string[];
  for (const keyword of ['properties', 'patternProperties']) {
    if (given[keyword] === undefined) continue;
    out[keyword] = Object.fromEntries(
      Object.entries(given[keyword] as Schema).map(([name, part]) => [
        name,
        plain(part, take, !required.includes(name)),
      ]),
    );
  }
  for (const keyword of ['items', 'additionalProperties', 'not']) {
    if (typeof given[keyword] === 'object') out[keyword] = plain(given[keyword], take);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    if (given[keyword] !== undefined) out[keyword] = (given[keyword] as unknown[]).map((part) => plain(part, take));
  }
  return nullable === true || optional ? { anyOf: [out, { type: 'null' }] } : out;
}
