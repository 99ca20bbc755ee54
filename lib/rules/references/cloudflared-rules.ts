import { tunnelConfigs } from '../../flux/network/tunnel-config.js';
import { namespacesOf } from '../../flux/presence/namespaces.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { ServiceMention } from './service-mention.js';

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'ws:': 80,
  'wss:': 443,
  'ssh:': 22,
};

/** Services of the cluster that tunnels lead to. */
export function* tunnelServices(view: TreeView): Iterable<ServiceMention> {
  for (const { at, path, rules } of tunnelConfigs(view)) {
    for (const { service } of rules) {
      const found = inCluster(String(service), at.id.namespace ?? '', view);
      if (found !== undefined) yield { at, path, ...found };
    }
  }
}

function inCluster(
  url: string,
  home: string,
  view: TreeView,
): Pick<ServiceMention, 'name' | 'namespace' | 'port'> | undefined {
  if (isUnknown(url) || !/^[a-z]+:\/\//.test(url) || !URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  const number = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
  const known = number === undefined ? {} : { port: number };
  const parts = hostname.replace(/\.$/, '').split('.');
  const svc = parts.indexOf('svc');
  const [name, namespace = home] = svc === -1 ? parts : parts.slice(Math.max(0, svc - 2), svc);
  if (name === undefined || name === '' || name === 'localhost') return undefined;
  // `name.namespace` is a Service only where there is such a namespace; anything longer is a host elsewhere.
  const isService = svc !== -1 || parts.length === 1 || (parts.length === 2 && namespacesOf(view).has(namespace));
  return isService ? { name, namespace, ...known } : undefined;
}
