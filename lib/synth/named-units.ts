import type { Json, JsonObject } from '../model/json.js';
import type { KubeObject } from '../model/manifest.js';
import type { DeclaredUnit } from '../model/unit.js';
import type { UnitContents } from './unit-contents.js';

/** What cluster-wide objects an object names without which it stays as it is: nothing is issued, served or stored. */
const NAMED: Readonly<
  Record<string, { readonly kind: string; readonly name: (spec: JsonObject) => Json | undefined }>
> = {
  Certificate: { kind: 'ClusterIssuer', name: ({ issuerRef }) => (issuerRef as JsonObject | undefined)?.name },
  Ingress: { kind: 'IngressClass', name: ({ ingressClassName }) => ingressClassName },
  PersistentVolumeClaim: { kind: 'StorageClass', name: ({ storageClassName }) => storageClassName },
};

const BROUGHT = new Set(Object.values(NAMED).map(({ kind }) => kind));

/** Who brings the issuers and the classes of a cluster, by an object of their own or with a chart. */
export function bringersOf(contents: ReadonlyMap<DeclaredUnit, UnitContents>): ReadonlyMap<string, DeclaredUnit> {
  return new Map(
    [...contents].flatMap(([unit, { manifests }]) =>
      [...manifests.map(({ id }) => id), ...unit.brought]
        .filter(({ kind }) => BROUGHT.has(kind))
        .map(({ kind, name }) => [`${kind}/${name}`, unit] as const),
    ),
  );
}

/** The unit that brings what an object names: a new cluster comes up in order, and not by luck. */
export function unitNamedBy(object: KubeObject, bringers: ReadonlyMap<string, DeclaredUnit>): DeclaredUnit | undefined {
  const named = NAMED[object.kind];
  if (named === undefined) return undefined;
  return bringers.get(`${named.kind}/${String(named.name((object.spec ?? {}) as JsonObject))}`);
}
