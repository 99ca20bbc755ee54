import { field, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { HostClaim } from './host-claims.js';

const GROUPS = ['traefik.io', 'traefik.containo.us'];
const HOSTS = /\bHost(?:SNI|Header)?\(([^)]*)\)/g;

/** Hosts of Traefik's rules, such as Host(`a`, `b`) and HostSNI(`c`); the rest of a rule is its match. */
export function* traefikHosts({ index }: TreeView): Generator<HostClaim> {
  for (const group of GROUPS) {
    for (const kind of ['IngressRoute', 'IngressRouteTCP']) {
      for (const at of index.ofKind(group, kind)) {
        const named = textsOf(field(at.object, 'spec', 'entryPoints'));
        for (const [number, route] of mapsOf(field(at.object, 'spec', 'routes')).entries()) {
          if (typeof route.match !== 'string') continue;
          const { hosts, rest } = readRule(route.match);
          const services = mapsOf(route.services).map(
            ({ name, namespace = at.id.namespace, port }) => `${namespace}/${name}:${port}`,
          );
          const isRedirect = services.every((service) => service.includes('noop@internal'));
          for (const host of hosts) {
            yield {
              host,
              match: rest === '' ? '/ Prefix' : rest,
              layer: 'route',
              system: 'traefik',
              ...(named.length === 0 ? {} : { entries: named }),
              backend: isRedirect ? undefined : services.sort().join(' '),
              at,
              path: ['spec', 'routes', number, 'match'],
            };
          }
        }
      }
    }
  }
}

/** Hosts of a rule, and what else it demands. */
export function readRule(match: string): { readonly hosts: readonly string[]; readonly rest: string } {
  const hosts = [...match.matchAll(HOSTS)].flatMap(([, list = '']) =>
    list.split(',').map((one) => one.trim().replace(/^[`"']|[`"']$/g, '')),
  );
  const rest = match
    .replaceAll(HOSTS, '')
    .replaceAll('||', '')
    .replace(/[\s()]+/g, ' ')
    .trim();
  return { hosts: hosts.filter((host) => host !== ''), rest };
}
