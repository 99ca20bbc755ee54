import type { PodSecurity } from './unit.js';

/** What a cluster does by itself for the safety of what runs on it, whatever the tree says. */
export interface ClusterProtection {
  /** Pod Security level of namespaces that have no label. Talos: `baseline`. @default 'privileged', as Kubernetes */
  readonly podSecurityDefault?: PodSecurity['level'];
  /** Namespaces that Pod Security leaves alone. Talos: `kube-system`. @default none */
  readonly podSecurityExempt?: readonly string[];
  /** `default-deny`: every namespace with workloads has to have policies of its own. @default 'open' */
  readonly networkPolicy?: 'default-deny' | 'open';
}
