import { field, isMap } from '../../../flux/kustomize/built.js';
import { tunnelConfigs } from '../../../flux/network/tunnel-config.js';
import type { TreeView } from '../../../flux/tree/view.js';

import { valuesHosts } from '../../unique/ingress-hosts.js';
import type { ExposedHost } from './exposed-host.js';

const IN_CLUSTER = /^[a-z]+:\/\/([^.:/]+)\.([^.:/]+)(?:\.svc(?:\.[^:/]*)?)?(?::\d+)?/;

/** Hosts of Cloudflare tunnels. `originRequest.access.required` says that Cloudflare Access asks for a login. */
export function* tunnelExposure(view: TreeView): Generator<ExposedHost> {
  for (const { at, path, rules } of tunnelConfigs(view)) {
    for (const { hostname, service, originRequest } of rules) {
      if (typeof hostname !== 'string' || typeof service !== 'string' || service.startsWith('http_status:')) continue;
      const [, name, namespace] = IN_CLUSTER.exec(service) ?? [];
      yield {
        host: hostname,
        at,
        path,
        guarded: field(originRequest, 'access', 'required') === true,
        ...(name === undefined || namespace === undefined ? {} : { backend: { namespace, name } }),
      };
    }
  }
}

const HOSTNAME = /(?:^|\.)external-dns\.(?:alpha\.)?kubernetes\.io\/hostname$/;

/** Services with an address and a record of their own. */
export function* loadBalancerExposure({ index }: TreeView): Generator<ExposedHost> {
  for (const at of index.ofKind('', 'Service')) {
    if (field(at.object, 'spec', 'type') !== 'LoadBalancer') continue;
    const annotations = field(at.object, 'metadata', 'annotations');
    const names = Object.entries(isMap(annotations) ? annotations : {}).filter(([key]) => HOSTNAME.test(key));
    for (const [key, hosts] of names) {
      for (const host of String(hosts).split(',')) {
        const backend = { namespace: at.id.namespace ?? '', name: at.id.name };
        yield { host: host.trim(), at, path: ['metadata', 'annotations', key], guarded: false, backend };
      }
    }
  }
}

/** Hosts that charts make Ingresses and routes for. */
export function* chartExposure(view: TreeView): Generator<ExposedHost> {
  for (const { host, at, path } of valuesHosts(view)) {
    // Ingress annotations stand beside the hosts, whatever the chart calls them.
    const text = JSON.stringify(field(at.object, 'spec', 'values') ?? '');
    const guarded = /nginx\.ingress\.kubernetes\.io\/auth-(?:url|type|secret|tls-secret)/.test(text);
    yield { host, at, path, guarded };
  }
}
