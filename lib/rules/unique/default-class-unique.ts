import { chartInstalls, valuePlace } from '../../flux/helm/chart-installs.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { type ClassKind, chartDefaults, INGRESS_DEFAULT, isDefault, STORAGE_DEFAULT } from './class-defaults.js';

interface DefaultClass {
  readonly kind: ClassKind;
  readonly name: string;
  /** What brings it. */
  readonly by: string;
  readonly at?: AppliedObject;
  readonly path?: JsonPath;
}

/** With two default classes the newest wins, which after a rebuild is another one. */
export const defaultClassUnique: TreeRule = {
  name: 'default-class-unique',
  severity: 'error',
  description:
    'Two StorageClasses or two IngressClasses are the default. A claim without a class then gets the class that was made last, which is another one after a rebuild; of two default IngressClasses Kubernetes refuses every Ingress that names none.',
  remediation: 'make one class the default, and name the other where it is used',
  sources: ['DC-11', 'S0-26'],
  *check(view) {
    const first = new Map<ClassKind, DefaultClass>();
    for (const one of [...bundled(view), ...declared(view), ...fromCharts(view)]) {
      const other = first.get(one.kind);
      if (other === undefined) first.set(one.kind, one);
      else if (one.at !== undefined && !(one.kind === other.kind && one.name === other.name)) {
        const message = `${one.kind} ${one.name} is the default, and so is ${other.name} (${other.by})`;
        yield { at: one.at, ...(one.path === undefined ? {} : { path: one.path }), message };
      }
    }
  },
};

function bundled({ settings: { boundaries = [] } }: TreeView): DefaultClass[] {
  return boundaries.flatMap(({ owner, parts = [] }): DefaultClass[] => [
    ...(parts.includes('local-path') ? [{ kind: 'StorageClass', name: 'local-path', by: owner } as const] : []),
    ...(parts.includes('traefik') ? [{ kind: 'IngressClass', name: 'traefik', by: owner } as const] : []),
  ]);
}

function* declared({ index }: TreeView): Generator<DefaultClass> {
  const kinds = [
    ['storage.k8s.io', 'StorageClass', STORAGE_DEFAULT],
    ['networking.k8s.io', 'IngressClass', INGRESS_DEFAULT],
  ] as const;
  for (const [group, kind, annotations] of kinds) {
    for (const at of index.ofKind(group, kind)) {
      if (!isDefault(at.object, annotations)) continue;
      yield { kind, name: at.id.name, by: at.document.file, at, path: ['metadata', 'annotations'] };
    }
  }
}

function* fromCharts(view: TreeView): Generator<DefaultClass> {
  for (const install of chartInstalls(view)) {
    const { at } = install;
    if (at.id.kind === 'HelmChartConfig') continue;
    for (const { kind, name, path } of chartDefaults(install)) {
      const place = path.length === 0 ? {} : { path: valuePlace(install, path) };
      yield { kind, name, by: `${formatResourceId(at.id)}, ${at.document.file}`, at, ...place };
    }
  }
}
