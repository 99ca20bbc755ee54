import * as z from 'zod';
import type { JsonObject } from '../../lib/model/json.js';
import { groups, kubernetesVersions } from '../../lib/schemas/compiled/catalogue.js';
import type { JsonSchema } from '../../lib/schemas/json-schema.js';
import { loadZodKinds } from '../../lib/schemas/kinds/registry.js';
import type { ZodKind } from '../../lib/schemas/kinds/zod-kind.js';
import type { Definition } from './definitions.js';
import { structuralSchema } from './structural-schema.js';

const ANY_STATUS = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

interface Version {
  readonly name: string;
  readonly schema: JsonObject;
}

/**
 * Definitions of an API group that no Go module publishes, from what the repository knows of it: a package generated from
 * the project's own definitions, or a zod schema. Status is open: only whoever writes it knows it.
 */
export async function packageDefinitions(group: string): Promise<readonly Definition[]> {
  const found = new Map<string, Definition>();
  const { groups: written } = await loadZodKinds([group]);
  for (const [kind, one] of Object.entries(written[group] ?? {})) {
    found.set(kind, define(group, kind, one.scope, [{ name: one.version, schema: zodSchema(one) }]));
  }
  const compiled = await groups[group]?.();
  const base = await kubernetesVersions[Object.keys(kubernetesVersions).at(-1) as string]?.();
  for (const [id, text] of Object.entries(compiled?.kinds ?? {})) {
    const kind = id.slice(group.length + 1);
    const [scope = '', ...versions] = text.split(' ');
    const resolve = (name: string): JsonSchema => {
      const definition = compiled?.definitions[name] ?? base?.definitions[name];
      return definition === undefined ? true : (JSON.parse(definition) as JsonSchema);
    };
    const schemas = versions.map((name) => ({
      name,
      schema: structuralSchema({ $ref: `${group}/${name}/${kind}` }, resolve),
    }));
    found.set(kind, define(group, kind, scope, schemas));
  }
  return [...found.values()];
}

function zodSchema({ schema }: ZodKind): JsonObject {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
  const definitions = (json as { $defs?: Record<string, JsonSchema> }).$defs ?? {};
  return structuralSchema(json, (name) => definitions[name.replace('#/$defs/', '')] ?? true);
}

function define(group: string, kind: string, scope: string, versions: readonly Version[]): Definition {
  const plural = pluralOf(kind.toLowerCase());
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: versions.map(({ name, schema }, index) => ({
        name,
        served: true,
        storage: index === versions.length - 1,
        subresources: { status: {} },
        schema: { openAPIV3Schema: whole(schema) },
      })),
    },
  };
}

function whole(schema: JsonObject): JsonObject {
  const own = (schema.properties ?? {}) as JsonObject;
  const required = ((schema.required ?? []) as readonly string[]).filter((name) => name in own && name !== 'metadata');
  const text = { type: 'string' };
  const properties = { ...own, apiVersion: text, kind: text, metadata: { type: 'object' }, status: ANY_STATUS };
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
