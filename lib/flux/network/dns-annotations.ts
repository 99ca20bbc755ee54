import { type ChartInstall, installsOf } from '../helm/chart-installs.js';
import { field, textsOf } from '../kustomize/built.js';
import { containersOf, podsOf } from '../pods.js';
import type { TreeView } from '../tree/view.js';

/** Prefixes that releases of external-dns read when they are told nothing. */
export const OLD_PREFIX = 'external-dns.alpha.kubernetes.io/';
export const NEW_PREFIX = 'external-dns.kubernetes.io/';

/** The external-dns of a tree. */
export interface DnsPublisher {
  readonly install?: ChartInstall;
  /** Prefix of the annotations that it reads; undefined where the version is not known. */
  readonly prefix: string | undefined;
  /** What it watches; undefined where nobody says. */
  readonly sources: readonly string[] | undefined;
}

const cache = new WeakMap<TreeView, readonly DnsPublisher[]>();

/** Every external-dns that a tree brings, by chart or by Deployment. */
export function dnsPublishers(view: TreeView): readonly DnsPublisher[] {
  const known = cache.get(view);
  if (known !== undefined) return known;
  const publishers = [...installsOf(view, ['external-dns']).map((install) => ofChart(install, view)), ...ofPods(view)];
  cache.set(view, publishers);
  return publishers;
}

function ofChart(install: ChartInstall, view: TreeView): DnsPublisher {
  const { values } = install;
  const given = field(values, 'annotationPrefix') ?? argument(textsOf(field(values, 'extraArgs')), 'annotation-prefix');
  const prefix = typeof given === 'string' && given !== '' ? given : prefixOf(install, view);
  const sources = field(values, 'sources');
  return { install, prefix, sources: Array.isArray(sources) ? textsOf(sources) : ['service', 'ingress'] };
}

/** The prefix changed with 0.22.0, which chart 1.22 brings (VERIFIED, trap 10). */
function prefixOf({ at, values }: ChartInstall, { index }: TreeView): string | undefined {
  const tag = field(values, 'image', 'tag');
  const app = typeof tag === 'string' ? /^v?0\.(\d+)\./.exec(tag)?.[1] : undefined;
  if (app !== undefined) return Number(app) < 22 ? OLD_PREFIX : NEW_PREFIX;
  const kind = String(field(at.object, 'spec', 'chartRef', 'kind') ?? '');
  const name = String(field(at.object, 'spec', 'chartRef', 'name') ?? '');
  const namespace = String(field(at.object, 'spec', 'chartRef', 'namespace') ?? at.id.namespace ?? '');
  const source = index.get({ group: 'source.toolkit.fluxcd.io', kind, namespace, name });
  const version = field(at.object, 'spec', 'chart', 'spec', 'version') ?? field(source?.object, 'spec', 'ref', 'tag');
  const minor = typeof version === 'string' ? /^v?1\.(\d+)\./.exec(version)?.[1] : undefined;
  return minor === undefined ? undefined : Number(minor) < 22 ? OLD_PREFIX : NEW_PREFIX;
}

function* ofPods(view: TreeView): Generator<DnsPublisher> {
  for (const pod of podsOf(view)) {
    for (const { container } of containersOf(pod)) {
      const image = /\/external-dns:v?0\.(\d+)\./.exec(String(container.image));
      if (image === null) continue;
      const args = textsOf(container.args);
      const prefix = argument(args, 'annotation-prefix') ?? (Number(image[1]) < 22 ? OLD_PREFIX : NEW_PREFIX);
      const sources = args.flatMap((one) => (one.startsWith('--source=') ? [one.slice('--source='.length)] : []));
      yield { prefix, sources };
    }
  }
}

function argument(args: readonly string[], name: string): string | undefined {
  return args.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
}
