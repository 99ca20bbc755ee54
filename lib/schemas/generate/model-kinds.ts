import { isClusterScoped } from '../../model/scope.js';
import type { JsonSchema } from '../json-schema.js';
import type { KindSchema } from '../kind-schema.js';
import { readModel } from '../read-model.js';
import { readValidator } from './read-validator.js';
import { mapParts } from './share-parts.js';

/** An installed package of models, as far as its schemas are concerned. */
export interface ValidatorPackage {
  readonly name: string;
  readonly version: string;
  /** Declarations of kinds, with the code beside each. */
  readonly models: readonly { readonly path: string; readonly declaration: string; readonly code: string }[];
  /** Code of the compiled validators, by file name without its ending: its own, and those of the package below it. */
  readonly validators: ReadonlyMap<string, string>;
}

/** Types that every package shares, by the name of their validator. */
const SHARED: Readonly<Record<string, JsonSchema>> = {
  IoK8sApimachineryPkgApisMetaV1ObjectMeta: { $ref: 'ObjectMeta' },
  IoK8sApimachineryPkgApisMetaV1LabelSelector: { $ref: 'LabelSelector' },
  IoK8sApimachineryPkgApisMetaV1Time: { type: 'string', format: 'date-time' },
  IoK8sApimachineryPkgApisMetaV1Duration: { type: 'string', format: 'duration' },
  IoK8sApimachineryPkgUtilIntstrIntOrString: { 'x-kubernetes-int-or-string': true },
  IoK8sApimachineryPkgApiResourceQuantity: { type: ['string', 'number'], format: 'quantity' },
};

/** The schemas of every kind of a package of models. */
export function readModelKinds({ name, version, models, validators }: ValidatorPackage): KindSchema[] {
  const from = `${name} ${version}`;
  const read = new Map<string, JsonSchema>();
  const schemaOf = (file: string, callers: readonly string[]): JsonSchema => {
    const shared = SHARED[file] ?? builtIn(file) ?? read.get(file);
    if (shared !== undefined) return shared;
    if (callers.includes(file)) throw new Error(`${from}: ${file} contains itself`);
    const code = validators.get(file);
    if (code === undefined) throw new Error(`${from}: there is no validator ${file}`);
    const schema = inline(readValidator(code), (ref) => schemaOf(fileOf(ref), [...callers, file]));
    read.set(file, schema);
    return schema;
  };
  return models.flatMap(({ path, declaration, code }) => {
    const model = readModel(declaration);
    if (model === undefined) return [];
    const { group, version: served, kind } = model;
    const scope = isClusterScoped(group, kind) ? 'Cluster' : 'Namespaced';
    return [{ group, version: served, kind, scope, schema: schemaOf(validatorOf(path, code), []), from }];
  });
}

function fileOf(ref: string): string {
  return ref.replace(/^.*\//, '').replace(/\.js$/, '');
}

/** Types of Kubernetes' own kinds are those of the cluster's version, whichever the package was made for. */
function builtIn(file: string): JsonSchema | undefined {
  if (file === 'IoK8sApiextensionsApiserverPkgApisApiextensionsV1JSON') return true;
  const [, group, version, name] = /^IoK8sApi([A-Z][a-z]+)(V\d+)([A-Z]\w*)$/.exec(file) ?? [];
  return group === undefined ? undefined : { $ref: `${group.toLowerCase()}.${version?.toLowerCase()}.${name}` };
}

/** The validator that a model's code names. */
function validatorOf(path: string, code: string): string {
  const file = /from"[^"]*\/_schemas\/(\w+)(?:\.js)?"/.exec(code)?.[1];
  if (file === undefined) throw new Error(`${path} names no validator`);
  return file;
}

/** Puts what a `$ref` names in its place; what stands beside it holds as well. */
function inline(schema: JsonSchema, resolve: (ref: string) => JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const { $ref, ...rest } = schema;
  if ($ref === undefined) return mapParts(schema, (part) => inline(part, resolve));
  // Names of definitions that files share hold no path.
  if (!$ref.includes('/')) return schema;
  const target = resolve($ref);
  return typeof target === 'boolean' ? target : { ...target, ...rest };
}
