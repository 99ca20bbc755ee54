import { certManagerNamespace } from '../../flux/presence/cert-manager-namespace.js';
import { HELM_GROUP, targetNamespace } from '../../flux/presence/releases.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { Json, JsonObject } from '../../model/json.js';
import { type ObjectReference, objectReferences } from '../../secrets/consumers/object-references.js';
import { valueReferences } from './value-references.js';

/** A Secret or ConfigMap that an object of the tree needs. */
export interface NamedObject extends Omit<ObjectReference, 'namespace'> {
  readonly by: AppliedObject;
  readonly namespace: string;
  readonly path: JsonPath;
}

/** Objects that hold names without needing what they name, or whose references others look at (Flux's own). */
const LEFT_OUT = new Set([
  '/Secret',
  '/ConfigMap',
  'bitnami.com/SealedSecret',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/ClusterRole',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'monitoring.coreos.com/PrometheusRule',
]);
const FLUX = /^(?:kustomize|source|notification|image)\.toolkit\.fluxcd\.io$/;

/** Fields that name what the object makes, or whose contents another program reads. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  'cert-manager.io/Certificate': ['spec.secretName', 'spec.secretTemplate'],
  'cert-manager.io/Issuer': ['spec.acme.privateKeySecretRef'],
  'cert-manager.io/ClusterIssuer': ['spec.acme.privateKeySecretRef'],
  'external-secrets.io/ExternalSecret': ['spec.data', 'spec.dataFrom', 'spec.target.name', 'spec.target.manifest'],
  'external-secrets.io/ClusterExternalSecret': ['spec'],
  'external-secrets.io/ClusterPushSecret': ['spec'],
  'vault.banzaicloud.com/Vault': ['spec.unsealConfig', 'spec.externalConfig', 'spec.config'],
  'infra.contrib.fluxcd.io/Terraform': ['spec.writeOutputsToSecret'],
  'grafana.integreatly.org/GrafanaServiceAccount': ['spec.tokens'],
  'k8s.mariadb.com/Connection': ['spec.secretName', 'spec.secretTemplate'],
};

const cache = new WeakMap<TreeView, readonly NamedObject[]>();

/** Every Secret and ConfigMap that an object of a tree names, in the namespace where it is looked for. */
export function namedObjects(view: TreeView): readonly NamedObject[] {
  const known = cache.get(view) ?? view.index.all.flatMap((object) => namedBy(object, view));
  cache.set(view, known);
  return known;
}

function namedBy(by: AppliedObject, view: TreeView): NamedObject[] {
  const { group, kind, namespace } = by.id;
  if (LEFT_OUT.has(`${group}/${kind}`) || FLUX.test(group)) return [];
  if (group === HELM_GROUP) return valueReferences(by).map((found) => inNamespace(found, by, targetNamespace(by)));
  const { metadata, apiVersion: _, kind: __, status: ___, ...parts } = by.object;
  const made = MADE[`${group}/${kind}`] ?? [];
  const named = objectReferences(parts).filter(
    ({ path }) =>
      !path.includes('annotations') && !path.includes('labels') && !made.some((field) => isWithin(path, field)),
  );
  const home = namespace ?? (kind === 'ClusterIssuer' ? certManagerNamespace(view) : undefined);
  return [...named, ...(kind === 'Ingress' ? annotated(metadata) : [])].flatMap((found) => {
    const at = found.namespace ?? home;
    // A cluster-wide store reads in the namespace of each of its users.
    return at === undefined ? [] : [inNamespace(found, by, at)];
  });
}

function inNamespace(found: ObjectReference, by: AppliedObject, namespace: string): NamedObject {
  return { ...found, by, namespace };
}

function isWithin(path: JsonPath, field: string): boolean {
  const names = field.split('.');
  return names.every((name, index) => path[index] === name);
}

/** ingress-nginx reads Secrets that annotations name: `auth-secret`, `auth-tls-secret`. */
function annotated(metadata: Json | undefined): ObjectReference[] {
  const annotations = (metadata as JsonObject | undefined)?.annotations;
  return objectReferences(annotations).map((found) => ({ ...found, path: ['metadata', 'annotations', ...found.path] }));
}
