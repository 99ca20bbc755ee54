import type { JsonObject } from '../../model/json.js';
import { formatResourceId, type ResourceId } from '../../model/manifest.js';
import { field, mapsOf } from '../kustomize/built.js';
import { targetNamespace } from '../presence/releases.js';
import { answeringUnits } from './answering-units.js';
import { definitions } from './definitions.js';
import { unitGraph } from './unit-graph.js';
import type { AppliedObject, FluxUnit, JsonPath, TreeView } from './view.js';

/** Something of another unit without which a unit cannot be applied, or not become ready. */
export interface UnitNeed {
  readonly unit: FluxUnit;
  /** Any of them will do. */
  readonly providers: readonly FluxUnit[];
  readonly kind: 'definition' | 'namespace' | 'object' | 'variables';
  /** What is needed: `the definition of cert-manager.io/Certificate`. */
  readonly what: string;
  /** Whether Flux refuses the whole unit without it; otherwise the unit's objects wait in the cluster. */
  readonly hard: boolean;
  /** Whether what the provider applies is enough; otherwise the provider must be ready. */
  readonly applied: boolean;
  readonly at: AppliedObject;
  readonly path: JsonPath;
}

const cache = new WeakMap<TreeView, readonly UnitNeed[]>();

/** What units need of each other by what they hold, each thing once a unit. Collected once a check. */
export function unitNeeds(view: TreeView): readonly UnitNeed[] {
  const known = cache.get(view) ?? view.units.flatMap((unit) => [...needsOf(unit, view)]);
  cache.set(view, known);
  return known;
}

/** True where a need is met before the unit is applied. */
export function isMet(view: TreeView, { unit, providers, applied }: UnitNeed): boolean {
  const graph = unitGraph(view);
  return providers.some((one) => (applied ? graph.isAppliedBefore(one, unit) : graph.isReadyBefore(one, unit)));
}

function* needsOf(unit: FluxUnit, view: TreeView): Iterable<UnitNeed> {
  yield* variablesNeeded(unit, view);
  const seen = new Set<string>();
  const first = (key: string) => seen.size !== seen.add(key).size;
  for (const at of unit.objects) {
    const { group, kind, namespace } = at.id;
    const needs: Need[] = [];
    if (first(`${group}/${kind}`)) needs.push(...definitionNeeded(at, view));
    if (kind === 'HelmRelease' || first(`in ${namespace}`)) needs.push(...namespaceNeeded(at, view));
    if (REFERRING.has(kind)) needs.push(...objectsNeeded(at, view));
    if (ASKING.has(kind)) needs.push(...answersNeeded(at, view));
    for (const need of needs) {
      if (need.providers.length === 0 || need.providers.includes(unit) || !first(need.what)) continue;
      yield { unit, at, ...need };
    }
  }
}

/** Kinds that name a store, an issuer, a storage class or one of their own that comes first. */
const REFERRING: ReadonlySet<string> = new Set([
  'Certificate',
  'Cluster',
  'ClusterExternalSecret',
  'ExternalSecret',
  'PersistentVolumeClaim',
  'PushSecret',
  'Terraform',
]);

/** Kinds that ask somebody at an address: logins, stores, and what Terraform configures (S3-16). */
const ASKING: ReadonlySet<string> = new Set(['ClusterSecretStore', 'SecretStore', 'Terraform', 'Vault']);

type Need = Omit<UnitNeed, 'unit' | 'at'>;

function* variablesNeeded(unit: FluxUnit, { index }: TreeView): Iterable<UnitNeed> {
  const from = mapsOf(field(unit.kustomization.object, 'spec', 'postBuild', 'substituteFrom'));
  for (const [position, { kind, name, optional }] of from.entries()) {
    const id: ResourceId = { group: '', kind: String(kind), namespace: unit.namespace, name: String(name) };
    const provider = index.get(id)?.unit;
    if (provider === undefined || provider === unit || optional === true) continue;
    yield {
      unit,
      providers: [provider],
      kind: 'variables',
      what: `${formatResourceId(id)}, which it substitutes from`,
      hard: true,
      applied: true,
      at: unit.kustomization,
      path: ['spec', 'postBuild', 'substituteFrom', position],
    };
  }
}

function* definitionNeeded({ id: { group, kind } }: AppliedObject, view: TreeView): Iterable<Need> {
  const known = definitions(view);
  if (known.isExternal(group)) return;
  const sources = known.of(group, kind);
  yield {
    providers: sources.map(({ unit }) => unit),
    kind: 'definition',
    what: `the definition of ${group}/${kind}`,
    hard: true,
    applied: sources.every(({ by }) => by === 'definition'),
    path: [],
  };
}

function* namespaceNeeded(object: AppliedObject, { index }: TreeView): Iterable<Need> {
  const { id } = object;
  const created = field(object.object, 'spec', 'install', 'createNamespace') === true;
  const target = id.kind === 'HelmRelease' && !created ? targetNamespace(object) : id.namespace;
  for (const [name, path] of [
    [id.namespace, ['metadata', 'namespace']],
    [target, ['spec', 'targetNamespace']],
  ] as const) {
    if (name === undefined) continue;
    const provider = index.get({ group: '', kind: 'Namespace', name })?.unit;
    if (provider === undefined) continue;
    const hard = path[0] === 'metadata';
    yield { providers: [provider], kind: 'namespace', what: `the namespace ${name}`, hard, applied: true, path };
  }
}

/** Fields that name an object of somebody else, without which theirs waits. */
function* objectsNeeded(object: AppliedObject, { index }: TreeView): Iterable<Need> {
  for (const { id, path } of references(object)) {
    const provider = index.get(id)?.unit;
    if (provider === undefined) continue;
    yield { providers: [provider], kind: 'object', what: formatResourceId(id), hard: false, applied: false, path };
  }
}

/** Addresses at which somebody has to answer, or the object never becomes ready. */
function* answersNeeded(object: AppliedObject, view: TreeView): Iterable<Need> {
  for (const { url, path } of addresses(object.object)) {
    const providers = answeringUnits(view, url);
    const what = `an answer from ${String(url)}`;
    if (providers.length > 0) yield { providers, kind: 'object', what, hard: false, applied: false, path };
  }
}

function* addresses({ spec }: JsonObject): Iterable<{ readonly url: unknown; readonly path: JsonPath }> {
  yield { url: field(spec, 'provider', 'vault', 'server'), path: ['spec', 'provider', 'vault', 'server'] };
  for (const [number, { config }] of mapsOf(field(spec, 'externalConfig', 'auth')).entries()) {
    const path = ['spec', 'externalConfig', 'auth', number, 'config', 'oidc_discovery_url'];
    yield { url: field(config, 'oidc_discovery_url'), path };
  }
  for (const [number, { url }] of mapsOf(field(spec, 'healthChecks')).entries()) {
    yield { url, path: ['spec', 'healthChecks', number, 'url'] };
  }
}

function* references({ id, object }: AppliedObject): Iterable<{ readonly id: ResourceId; readonly path: JsonPath }> {
  const named = (group: string, kind: unknown, name: unknown, path: JsonPath) => {
    const cluster = String(kind).startsWith('Cluster') || kind === 'StorageClass';
    const to = { group, kind: String(kind), name: String(name) };
    return { id: cluster || id.namespace === undefined ? to : { ...to, namespace: id.namespace }, path };
  };
  if (id.group === 'external-secrets.io') {
    const ref = field(object, 'spec', 'secretStoreRef');
    const kind = field(ref, 'kind') ?? 'SecretStore';
    if (ref !== undefined) yield named('external-secrets.io', kind, field(ref, 'name'), ['spec', 'secretStoreRef']);
  }
  if (id.group === 'cert-manager.io' && id.kind === 'Certificate') {
    const ref = field(object, 'spec', 'issuerRef');
    const kind = field(ref, 'kind') ?? 'Issuer';
    yield named('cert-manager.io', kind, field(ref, 'name'), ['spec', 'issuerRef']);
  }
  if (id.group === 'infra.contrib.fluxcd.io') {
    for (const [number, { name, namespace = id.namespace }] of mapsOf(field(object, 'spec', 'dependsOn')).entries()) {
      const to = { group: id.group, kind: id.kind, namespace: String(namespace), name: String(name) };
      yield { id: to, path: ['spec', 'dependsOn', number] };
    }
  }
  const claims = [
    ...(id.kind === 'PersistentVolumeClaim' ? [['spec', 'storageClassName'] as const] : []),
    ...(id.group === 'postgresql.cnpg.io' && id.kind === 'Cluster'
      ? [['spec', 'storage', 'storageClass'] as const]
      : []),
  ];
  for (const path of claims) {
    const name = field(object, ...path);
    if (typeof name === 'string' && name !== '') yield named('storage.k8s.io', 'StorageClass', name, path);
  }
}
