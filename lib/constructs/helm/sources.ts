import type { SharedSource } from '../../model/unit.js';
import type { Unit } from '../unit.js';

/** Registers a classic Helm repository in flux/sources, once per cluster, and gives its name. */
export function helmRepository(unit: Unit, url: string): string {
  const name = repositoryName(url);
  const object: SharedSource['object'] = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name, namespace: unit.cluster.fluxNamespace },
    spec: { interval: '12h', url },
  };
  unit.sources.push({ object });
  return name;
}

/** `https://charts.jetstack.io` → `jetstack`, `https://prometheus-community.github.io/helm-charts` → `prometheus-community`. */
export function repositoryName(url: string): string {
  const { hostname, pathname } = new URL(url);
  const generic = /^(www|charts?|helm(-charts)?|repo|github|com|io|org|dev|net)$/;
  const labels = hostname.split('.').filter((label) => !generic.test(label));
  const path = pathname.split('/').filter((part) => part !== '' && !generic.test(part));
  return [...labels.slice(0, 1), ...path].join('-').toLowerCase() || hostname.replaceAll('.', '-');
}
