import type { NetworkPolicyPeer } from '../k8s.js';

/** Label that Kubernetes itself puts on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Private, link-local and shared address ranges: nodes, pods, services, the home network, cloud metadata. */
const NOT_INTERNET = {
  v4: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  v6: ['fc00::/7', 'fe80::/10'],
};

/** Pods of a namespace: all of them, or those with the labels. */
export function podsOf(namespace: string, labels: Readonly<Record<string, string>> = {}): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
    ...(Object.keys(labels).length === 0 ? {} : { podSelector: { matchLabels: { ...labels } } }),
  };
}

/** Every public address. */
export function internet(): NetworkPolicyPeer[] {
  return [
    { ipBlock: { cidr: '0.0.0.0/0', except: NOT_INTERNET.v4 } },
    { ipBlock: { cidr: '::/0', except: NOT_INTERNET.v6 } },
  ];
}
