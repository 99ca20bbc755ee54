import type { ResolvedCluster } from '../../model/cluster.js';
import { by } from '../../model/code-unit-order.js';
import type { JsonObject } from '../../model/json.js';
import { formatResourceId, type KubeObject, type ResourceId, resourceId } from '../../model/manifest.js';
import { secretId } from '../problem.js';
import { referencesOf } from '../sources/operands.js';
import { externalSecretsOf } from '../status/external-secrets.js';
import { type SecretReference, secretReferences } from './object-references.js';
import { keepsPods, restartOnChange } from './pod-restarts.js';

/** An object that uses a Secret. */
export interface SecretConsumer {
  readonly id: ResourceId;
  /** Whether it has pods that run on, and keep the old value in their environment until they start anew. */
  readonly keepsPods: boolean;
  /**
   * What starts its pods anew when the Secret changes: the checksum of the ciphertext that synth writes into the pod
   * template, or Reloader in the cluster.
   * @default nothing does
   */
  readonly restart?: 'checksum' | 'reloader';
}

/**
 * Who uses the secrets of a cluster, by `secretId`: each that the tree brings is there, with an empty list when nothing
 * names it. Another declared secret whose value is made of it counts as a user.
 */
export function consumersOf(cluster: ResolvedCluster): ReadonlyMap<string, readonly SecretConsumer[]> {
  const declarations = cluster.units.flatMap(({ secretFiles }) => secretFiles.map(({ declaration }) => declaration));
  const found = new Map<string, Map<string, SecretConsumer>>();
  for (const secret of [...declarations, ...externalSecretsOf(cluster)]) found.set(secretId(secret), new Map());
  const add = (secret: string, id: ResourceId, consumer: () => Omit<SecretConsumer, 'id'>) => {
    const known = found.get(secret);
    const name = formatResourceId(id);
    if (known !== undefined && !known.has(name)) known.set(name, { id, ...consumer() });
  };
  const objects = objectsOf(cluster);
  const accounts = pullSecretsOfAccounts(objects);
  for (const object of objects) {
    const id = resourceId(object);
    for (const { namespace, name } of namedBy(object, homeOf(object, cluster), accounts)) {
      add(secretId({ namespace, name }), id, () => {
        const restart = restartOnChange(object, name);
        return { keepsPods: keepsPods(object), ...(restart === undefined ? {} : { restart }) };
      });
    }
  }
  for (const { namespace, name, keys } of declarations) {
    for (const of of Object.values(keys).flatMap(({ source }) => referencesOf(source))) {
      if (secretId(of) === secretId({ namespace, name })) continue;
      add(secretId(of), { group: '', kind: 'Secret', namespace, name }, () => ({ keepsPods: false }));
    }
  }
  const inOrder = by(({ id }: SecretConsumer) => formatResourceId(id));
  return new Map([...found].map(([secret, consumers]) => [secret, [...consumers.values()].sort(inOrder)]));
}

/** Those whose pods start anew by themselves once the changed file is committed, synthesized and applied. */
export function restartedBy(consumers: readonly SecretConsumer[]): readonly SecretConsumer[] {
  return consumers.filter(({ restart }) => restart !== undefined);
}

/** Everything that Flux applies, and what rendering adds to it: FluxKustomizations with variables, sources, the root. */
function objectsOf({ units, sources, flux, variables }: ResolvedCluster): KubeObject[] {
  const { namespace, git } = flux;
  const declared = units.flatMap(({ manifests }) => manifests.map(({ object }) => object));
  const substituting = units.filter(({ substitutes }) => substitutes && variables !== undefined);
  const kustomizations = substituting.map(({ name }) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: { postBuild: { substituteFrom: [{ kind: 'Secret', name: variables?.secret }] } },
  }));
  const root = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: namespace, namespace },
    spec: git.secretName === undefined ? {} : { secretRef: { name: git.secretName } },
  };
  return [...declared, ...sources.map(({ object }) => object as unknown as KubeObject), ...kustomizations, root];
}

/** Namespace in which an object's references are looked up. cert-manager reads those of a ClusterIssuer in its own. */
function homeOf({ metadata }: KubeObject, { units }: ResolvedCluster): string {
  if (metadata.namespace !== undefined) return metadata.namespace;
  return units.find(({ provides }) => provides.includes('cert-manager.io'))?.namespace ?? 'cert-manager';
}

function namedBy(
  object: KubeObject,
  home: string,
  accounts: ReadonlyMap<string, readonly SecretReference[]>,
): Required<SecretReference>[] {
  const at = (namespace: string) => (found: SecretReference) => ({ namespace, ...found });
  if (object.kind === 'HelmRelease') {
    const { values, ...spec } = mapOf(object.spec);
    // The chart's objects, unlike the release's own references, are in its target namespace (trap 44).
    const target = typeof spec.targetNamespace === 'string' ? spec.targetNamespace : home;
    return [...secretReferences(spec).map(at(home)), ...secretReferences(values).map(at(target))];
  }
  const found = secretReferences(object);
  for (const pod of accounts.size === 0 ? [] : podSpecsIn(object)) {
    // The account's pull secrets are added to pods that name none.
    if (Array.isArray(pod.imagePullSecrets) && pod.imagePullSecrets.length > 0) continue;
    found.push(...(accounts.get(`${home}/${String(pod.serviceAccountName ?? 'default')}`) ?? []));
  }
  return found.map(at(home));
}

function pullSecretsOfAccounts(objects: readonly KubeObject[]): Map<string, SecretReference[]> {
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  return new Map(
    accounts.map(({ metadata: { namespace = '', name }, imagePullSecrets }) => [
      `${namespace}/${name}`,
      secretReferences(imagePullSecrets, 'imagePullSecrets'),
    ]),
  );
}

function podSpecsIn(value: unknown): JsonObject[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('containers' in value && Array.isArray(value.containers)) return [value as JsonObject];
  return Object.values(value).flatMap(podSpecsIn);
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
