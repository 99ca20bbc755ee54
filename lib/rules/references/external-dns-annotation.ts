import { type ChartInstall, installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap, textsOf } from '../../flux/kustomize/built.js';
import { textAt } from '../../flux/presence/facts.js';
import type { AppliedObject, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Annotations of external-dns, of old and new releases. */
const ANNOTATION = /^(external-dns\.(?:alpha\.)?kubernetes\.io\/)(.+)$/;
/** What external-dns reads, with the source that it needs for it. */
const SOURCES = [
  ['', 'Service', 'service'],
  ['networking.k8s.io', 'Ingress', 'ingress'],
  ['gateway.networking.k8s.io', 'HTTPRoute', 'gateway-httproute'],
] as const;

/** DNS records that are asked for in a way that the external-dns of the tree does not read. */
export const externalDnsAnnotation: TreeRule = {
  name: 'external-dns-annotation',
  severity: 'error',
  description:
    'An annotation asks external-dns for a record that it will not make: the prefix is that of another release, the ' +
    'source is not switched on, or the target is a name that only the cluster knows.',
  remediation:
    'use the annotationPrefix and sources of the external-dns release, and a target that the world can reach',
  sources: ['S1-06', 'S1-11', 'trap 9', 'trap 10', 'VERIFIED: external-dns'],
  *check(view) {
    const installs = installsOf(view, ['external-dns']);
    for (const [group, kind, source] of SOURCES) {
      for (const at of view.index.ofKind(group, kind)) yield* judge(at, source, installs);
    }
  },
};

function* judge(at: AppliedObject, source: string, installs: readonly ChartInstall[]): Iterable<TreeFinding> {
  const annotations = field(at.object, 'metadata', 'annotations');
  const asked = Object.keys(isMap(annotations) ? annotations : {}).flatMap((key) => {
    const [, prefix, word] = ANNOTATION.exec(key) ?? [];
    return prefix === undefined ? [] : [{ key, prefix, word }];
  });
  const host = asked.find(({ word }) => word === 'hostname');
  const target = textAt(at.object, 'spec', 'externalName');
  if (host !== undefined && target !== undefined && isLocal(target) && !asked.some(({ word }) => word === 'target')) {
    const message = `is published as a name of the cluster, "${target}"`;
    yield { at, path: ['spec', 'externalName'], message };
  }
  if (installs.length === 0) return;
  for (const { key, prefix } of asked) {
    const prefixes = installs.map(prefixOf);
    if (prefixes.some((known) => known === undefined || known === prefix)) continue;
    const message = `"${key}" is read by no external-dns of the tree`;
    yield { at, path: ['metadata', 'annotations', key], message, hint: `its prefix is ${prefixes.join(', ')}` };
  }
  if (host === undefined || installs.some((install) => sourcesOf(install).includes(source))) return;
  const message = `asks for a record, and no external-dns of the tree has the source "${source}"`;
  yield { at, path: ['metadata', 'annotations', host.key], message };
}

function isLocal(name: string): boolean {
  return /\.svc(?:\.cluster\.local)?\.?$/.test(name);
}

function prefixOf({ values }: ChartInstall): string | undefined {
  const flag = textsOf(values.extraArgs).find((arg) => arg.startsWith('--annotation-prefix='));
  return flag?.slice('--annotation-prefix='.length) ?? textAt(values, 'annotationPrefix');
}

/** The chart's own sources are Services and Ingresses. */
function sourcesOf({ values }: ChartInstall): string[] {
  return Array.isArray(values.sources) ? textsOf(values.sources) : ['service', 'ingress'];
}
