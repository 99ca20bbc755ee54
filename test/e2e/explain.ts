import { field, mapsOf } from '../../lib/flux/kustomize/built.js';
import type { Outcome } from './await-ready.js';
import type { RunFinding } from './checks/finding.js';
import type { LiveCluster } from './live-cluster.js';

const OTHERS = [
  '/apis/source.toolkit.fluxcd.io/v1/gitrepositories',
  '/apis/source.toolkit.fluxcd.io/v1/ocirepositories',
  '/apis/source.toolkit.fluxcd.io/v1/helmrepositories',
  '/apis/source.toolkit.fluxcd.io/v1/helmcharts',
  '/apis/helm.toolkit.fluxcd.io/v2/helmreleases',
];

/** Why not every unit is ready, in Flux' words: the units, what they wait for, and pods that cannot start. */
export async function explain({ api, simulator }: LiveCluster, { rest }: Outcome): Promise<readonly RunFinding[]> {
  if (rest.length === 0) return [];
  const check = 'ready';
  const [behind, stuck] = split(rest, ({ state }) => state?.reason === 'DependencyNotReady');
  const found: RunFinding[] = stuck.map(({ key, state }) => ({
    check,
    subject: `Kustomization ${key}`,
    message: state === undefined ? 'was never applied' : `${state.reason}: ${state.message}`,
  }));
  for (const path of OTHERS) {
    for (const object of mapsOf((await api.get(path)).items)) {
      const ready = mapsOf(field(object, 'status', 'conditions')).find(({ type }) => type === 'Ready');
      if (ready?.status === 'True') continue;
      const subject = `${path.split('/').at(-1)} ${field(object, 'metadata', 'namespace')}/${field(object, 'metadata', 'name')}`;
      found.push({ check, subject, message: `${ready?.reason}: ${ready?.message}` });
    }
  }
  if (behind.length > 0) {
    const names = behind.map(({ key }) => key.replace(/^.*\//, '')).join(', ');
    found.push({ check, subject: `${behind.length} Kustomizations`, message: `wait for those: ${names}` });
  }
  for (const [subject, message] of simulator.waiting) found.push({ check, subject, message });
  return found;
}

function split<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
