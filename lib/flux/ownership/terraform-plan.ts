import * as z from 'zod';
import { InputError } from '../../model/error.js';
import type { ResourceId } from '../../model/manifest.js';
import type { OwnedObject } from '../../model/ownership.js';
import { isClusterScoped } from '../../model/scope.js';
import { releaseId } from '../helm/chart-installs.js';
import { field, isMap } from '../kustomize/built.js';
import { readDocuments } from '../tree/read-documents.js';
import { objectIds } from './object-ids.js';
import { terraformKind } from './terraform-kinds.js';

const resource = z.looseObject({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  values: z.record(z.string(), z.unknown()).nullish(),
});
type Resource = z.infer<typeof resource>;

interface Module {
  readonly resources?: readonly Resource[] | undefined;
  readonly child_modules?: readonly Module[] | undefined;
}
const module_: z.ZodType<Module> = z.looseObject({
  resources: z.array(resource).optional(),
  get child_modules() {
    return z.array(module_).optional();
  },
});
const values = z.looseObject({ root_module: module_.optional() });

/** A plan has planned_values, a state has values; both have format_version. */
const schema = z.looseObject({
  format_version: z.string(),
  values: values.optional(),
  planned_values: values.optional(),
  prior_state: z.looseObject({ values: values.optional() }).optional(),
  resource_changes: z
    .array(z.looseObject({ address: z.string(), change: z.looseObject({ actions: z.array(z.string()) }) }))
    .optional(),
});

/**
 * Objects of the cluster that a Terraform configuration has, by `terraform show -json` of a plan or a state: what it
 * will have, and what it has and will destroy. Identities only: no value of a plan is kept (S3-91).
 *
 * @throws InputError for text that is neither.
 */
export function terraformOwned(text: string, file: string): OwnedObject[] {
  const plan = parse(text, file);
  const leaving = new Set(
    (plan.resource_changes ?? [])
      .filter(({ change }) => change.actions.includes('forget'))
      .map(({ address }) => address),
  );
  const planned = [...resourcesOf(plan.planned_values?.root_module), ...resourcesOf(plan.values?.root_module)];
  const prior = resourcesOf(plan.prior_state?.values?.root_module);
  const kept = new Set(planned.map(({ address }) => address));
  const destroyed = prior.filter(({ address }) => !kept.has(address) && !leaving.has(address));
  return [
    ...planned.flatMap((one) => owned(one, `Terraform ${one.address}`, file)),
    // A destroyed object goes for Flux, too, which took it over in the meantime.
    ...destroyed.flatMap((one) => owned(one, `Terraform ${one.address}, which it will destroy,`, file)),
  ];
}

function parse(text: string, file: string): z.infer<typeof schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(`${file}: no JSON`, 'terraform show -json PLAN > FILE writes what is needed');
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const hint = 'terraform show -json PLAN > FILE writes what is needed';
  throw new InputError(`${file}: no plan or state of Terraform (${issue?.path.join('.')})`, hint);
}

function resourcesOf(root: Module | undefined): Resource[] {
  const found: Resource[] = [];
  const open = root === undefined ? [] : [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    found.push(...(at.resources ?? []).filter(({ mode }) => mode === 'managed'));
    open.push(...(at.child_modules ?? []));
  }
  return found;
}

function owned({ type, values: given }: Resource, owner: string, file: string): OwnedObject[] {
  return identities(type, given ?? {}).map((id) => ({ id, owner, file }));
}

function identities(type: string, given: Readonly<Record<string, unknown>>): ResourceId[] {
  switch (type) {
    case 'kubernetes_manifest':
      return objectIds([given.manifest, given.object].filter(isMap).slice(0, 1), 'default');
    case 'kubectl_manifest':
    case 'kubectl_server_version_manifest':
      return objectIds(textDocuments(given.yaml_body), textOf(given.override_namespace) ?? 'default');
    case 'kustomization_resource':
      return objectIds(textDocuments(given.manifest), 'default');
    case 'helm_release':
      return helmRelease(given);
    default: {
      const known = terraformKind(type);
      const [metadata] = Array.isArray(given.metadata) ? given.metadata : [given.metadata];
      const name = field(metadata, 'name');
      if (known === undefined || typeof name !== 'string') return [];
      if (isClusterScoped(known.group, known.kind)) return [{ ...known, name }];
      return [{ ...known, namespace: textOf(field(metadata, 'namespace')) ?? 'default', name }];
    }
  }
}

/** The release, and the objects of its manifest where the provider is told to keep it. */
function helmRelease(given: Readonly<Record<string, unknown>>): ResourceId[] {
  const release = textOf(given.name);
  const namespace = textOf(given.namespace) ?? 'default';
  if (release === undefined) return [];
  return [releaseId({ release, namespace }), ...objectIds(manifestOf(given.manifest), namespace)];
}

function manifestOf(manifest: unknown): unknown[] {
  const [first] = textDocuments(manifest);
  // A JSON map of objects by their names, or one text of YAML.
  return isMap(first) && first.kind === undefined ? Object.values(first) : textDocuments(manifest);
}

function textDocuments(text: unknown): unknown[] {
  return typeof text === 'string' ? readDocuments('', text).documents.map(({ object }) => object) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
