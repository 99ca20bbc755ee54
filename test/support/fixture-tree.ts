import { parse, stringify } from 'yaml';
import { judgeValues } from '../../lib/flux/chart/judge-values.js';
import { parseLock } from '../../lib/flux/lock/parse-lock.js';
import { readSource, viewOf } from '../../lib/flux/tree/tree-view.js';
import type { TreeSettings, TreeView } from '../../lib/flux/tree/view.js';

/** What charts or tree.yaml would declare, as a fixture writes it. */
export type FixtureSettings = Partial<
  Omit<TreeSettings, 'externalGroups' | 'provides' | 'knownValues' | 'originOf' | 'lock'>
> & {
  readonly externalGroups?: Readonly<Record<string, string>>;
  readonly provides?: Readonly<Record<string, readonly string[]>>;
  readonly knownValues?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  /** What charts.lock.yaml holds. @default there is none */
  readonly lock?: unknown;
};

export interface FixtureTree {
  /** Manifests of the unit `demo`. @default none but a ConfigMap */
  readonly objects?: string;
  /** Laid over spec of the unit's Kustomization. */
  readonly ks?: Readonly<Record<string, unknown>>;
  /** Further files; null removes one of the frame. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly settings?: FixtureSettings;
}

const ROOT = 'kubernetes/test';
const QUIET = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: quiet\n  namespace: demo\n';

/** A small tree in which nothing is wrong, with a case's objects and files in it. */
export function fixtureView(tree: FixtureTree): TreeView {
  const sources = Object.entries(fixtureFiles(tree)).map(([path, text]) => [path, readSource({ path, text })] as const);
  return viewOf(new Map(sources), fixtureSettings(tree.settings ?? {}));
}

/** Its files, by path. */
export function fixtureFiles({ objects = QUIET, ks = {}, files = {} }: FixtureTree): Record<string, string> {
  const all = new Map(Object.entries(frame(objects, ks)));
  for (const [path, text] of Object.entries(files)) {
    if (text === null) all.delete(path);
    else all.set(path, text);
  }
  return Object.fromEntries(all);
}

/** Settings of a small cluster, with what a case declares. */
export function fixtureSettings(settings: FixtureSettings): TreeSettings {
  const { externalGroups = {}, provides = {}, knownValues = {}, external = [], lock, ...others } = settings;
  const known = Object.entries(knownValues).map(([secret, values]) => [
    secret,
    new Map(Object.entries(values).map(([key, value]) => [key, value ?? undefined])),
  ]) as [string, Map<string, string | undefined>][];
  return {
    cluster: 'test',
    root: ROOT,
    kubernetesVersion: '1.34.2',
    declared: true,
    external: [...['default', 'kube-system', 'flux-system'].map(namespace), ...external],
    externalGroups: new Map(Object.entries(externalGroups)),
    provides: new Map(Object.entries(provides)),
    knownValues: new Map(known),
    suppressions: [],
    foreignPaths: [],
    originOf: () => undefined,
    ...(lock === undefined ? {} : { lock: { ...parseLock(stringify(lock), 'charts.lock.yaml'), judge: judgeValues } }),
    ...others,
  };
}

function namespace(name: string) {
  return { kind: 'Namespace', name, reason: 'the frame' };
}

/** Cases are more than a thousand: what is the same in all is written once. */
let still: Readonly<Record<string, string>> | undefined;

function frame(objects: string, ks: Readonly<Record<string, unknown>>): Record<string, string> {
  still ??= unchanging();
  return {
    ...still,
    [`${ROOT}/apps/demo/ks.yaml`]: kustomization('demo', `./${ROOT}/apps/demo/app`, ks),
    [`${ROOT}/apps/demo/app/objects.yaml`]: objects,
  };
}

function unchanging(): Record<string, string> {
  return {
    [`${ROOT}/flux/bootstrap/gitrepository.yaml`]: stringify({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'flux-system', namespace: 'flux-system' },
      spec: { interval: '5m', url: 'https://git.example.net/home', ref: { branch: 'main' } },
    }),
    [`${ROOT}/flux/bootstrap/ks.yaml`]: kustomization('flux-system', `./${ROOT}/flux`),
    [`${ROOT}/flux/bootstrap/kustomization.yaml`]: config('gitrepository.yaml', 'ks.yaml'),
    [`${ROOT}/flux/ks.yaml`]: kustomization('apps', `./${ROOT}/apps`, { wait: false }, NEVER_PRUNED),
    [`${ROOT}/flux/kustomization.yaml`]: config('ks.yaml'),
    [`${ROOT}/apps/kustomization.yaml`]: config('demo'),
    [`${ROOT}/apps/demo/kustomization.yaml`]: config('namespace.yaml', 'ks.yaml'),
    [`${ROOT}/apps/demo/namespace.yaml`]: stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'demo',
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
        annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
      },
    }),
    [`${ROOT}/apps/demo/app/kustomization.yaml`]: config('objects.yaml'),
  };
}

function config(...resources: string[]): string {
  const list = resources.map((resource) => `./${resource}`);
  return stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: list });
}

const NEVER_PRUNED = { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } };

function kustomization(
  name: string,
  path: string,
  spec: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  return stringify({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system', ...metadata },
    spec: {
      interval: '1h',
      retryInterval: '2m',
      timeout: '5m',
      path,
      prune: true,
      wait: true,
      sourceRef: { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
      ...spec,
    },
  });
}

/** A fixture file, read. */
export function readFixture(text: string): unknown {
  return parse(text);
}
