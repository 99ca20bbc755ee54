import type { ChartInstall } from '../../flux/helm/chart-installs.js';
import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import type { JsonObject } from '../../model/json.js';

export const STORAGE_DEFAULT = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];
export const INGRESS_DEFAULT = ['ingressclass.kubernetes.io/is-default-class'];

/** Kinds of class of which a cluster has one default. */
export type ClassKind = 'StorageClass' | 'IngressClass';

/** A class that a chart makes the default, and the value that says so. */
export interface ChartDefault {
  readonly kind: ClassKind;
  readonly name: string;
  /** From the values' top; empty where the chart does so by itself. */
  readonly path: readonly (string | number)[];
}

/** Charts that make a default class, with what their values say when nobody sets them. */
const CHARTS: Readonly<Record<string, (values: JsonObject) => ChartDefault[]>> = {
  'ingress-nginx': (values) =>
    flagged(values, ['controller', 'ingressClassResource', 'default'], false, 'IngressClass', 'nginx'),
  traefik: (values) =>
    field(values, 'ingressClass', 'enabled') === false
      ? []
      : flagged(values, ['ingressClass', 'isDefaultClass'], true, 'IngressClass', 'traefik'),
  cilium: (values) =>
    field(values, 'ingressController', 'enabled') === true
      ? flagged(values, ['ingressController', 'default'], false, 'IngressClass', 'cilium')
      : [],
  'kubernetes-ingress': (values) =>
    flagged(values, ['controller', 'ingressClassResource', 'default'], false, 'IngressClass', 'haproxy'),
  'local-path-provisioner': (values) =>
    field(values, 'storageClass', 'create') === false
      ? []
      : flagged(values, ['storageClass', 'defaultClass'], false, 'StorageClass', 'local-path'),
  'nfs-subdir-external-provisioner': (values) =>
    flagged(values, ['storageClass', 'defaultClass'], false, 'StorageClass', 'nfs-client'),
  longhorn: (values) => flagged(values, ['persistence', 'defaultClass'], true, 'StorageClass', 'longhorn'),
  'csi-driver-nfs': (values) => annotated(values, ['storageClass']),
  'csi-driver-smb': (values) => annotated(values, ['storageClass']),
  'proxmox-csi-plugin': (values) => annotated(values, ['storageClass']),
  'democratic-csi': (values) =>
    mapsOf(values.storageClasses).flatMap(({ name, defaultClass }, index) =>
      defaultClass === true
        ? [{ kind: 'StorageClass', name: String(name), path: ['storageClasses', index, 'defaultClass'] }]
        : [],
    ),
  'rook-ceph-cluster': (values) =>
    mapsOf(values.cephBlockPools).flatMap(({ storageClass }, index) =>
      field(storageClass, 'enabled') === true && field(storageClass, 'isDefault') === true
        ? [
            {
              kind: 'StorageClass',
              name: String(field(storageClass, 'name') ?? 'ceph-block'),
              path: ['cephBlockPools', index, 'storageClass', 'isDefault'],
            },
          ]
        : [],
    ),
};

/** The default classes that an installed chart brings. */
export function chartDefaults({ chart, values }: ChartInstall): ChartDefault[] {
  return chart === undefined ? [] : (CHARTS[chart]?.(values) ?? []);
}

/** True where an object's annotations make it the default. */
export function isDefault(object: unknown, annotations: readonly string[]): boolean {
  return annotations.some((name) => String(field(object, 'metadata', 'annotations', name)) === 'true');
}

function flagged(
  values: JsonObject,
  path: readonly string[],
  byItself: boolean,
  kind: ClassKind,
  name: string,
): ChartDefault[] {
  const given = field(values, ...path);
  const named = field(values, ...path.slice(0, -1), 'name');
  if ((given ?? byItself) !== true) return [];
  const shown = typeof named === 'string' && named !== '' ? named : name;
  return [{ kind, name: shown, path: given === undefined ? [] : path }];
}

/** Classes whose annotations the values give: one, or a list of them. */
function annotated(values: JsonObject, path: readonly string[]): ChartDefault[] {
  const given = field(values, ...path);
  const one = isMap(given) ? [given] : [];
  return [...one, ...mapsOf(given)].flatMap((storageClass) =>
    isDefault({ metadata: storageClass }, STORAGE_DEFAULT)
      ? [{ kind: 'StorageClass', name: String(storageClass.name ?? ''), path }]
      : [],
  );
}
