import { mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import type { TreeRule } from '../tree-rule.js';

/** Annotations that make Vault's own injectors change a pod. */
const INJECTORS = ['vault.hashicorp.com/', 'vault.security.banzaicloud.io/'];
const INJECTED = /^(?:>>)?vault:[^\s/]+\//;

/** One way in which secrets come: an app that asks Vault itself has no part in refreshes, restarts and overviews (S3-11). */
export const vaultAgent: TreeRule = {
  name: 'vault-agent',
  severity: 'error',
  description:
    'A pod takes secrets from Vault by an injector although the cluster has External Secrets. It then needs a Vault role of its own, does not start while Vault is sealed, and nothing shows which secrets it uses.',
  remediation: 'bring the value by an ExternalSecret, and let the pod read the Secret',
  sources: ['S3-11'],
  *check(view) {
    const { index } = view;
    const kinds = ['ExternalSecret', 'ClusterExternalSecret', 'SecretStore', 'ClusterSecretStore'];
    if (kinds.every((kind) => index.ofKind('external-secrets.io', kind).length === 0)) return;
    for (const pod of podsOf(view)) {
      for (const key of Object.keys(pod.annotations)) {
        if (!INJECTORS.some((prefix) => key.startsWith(prefix))) continue;
        yield {
          at: pod.owner,
          path: [...pod.path, 'metadata', 'annotations', key],
          message: `annotation ${key} makes an injector put values of Vault into the pod`,
        };
      }
      for (const { container, path } of containersOf(pod)) {
        for (const [number, { name, value }] of mapsOf(container.env).entries()) {
          if (typeof value !== 'string' || !INJECTED.test(value)) continue;
          yield {
            at: pod.owner,
            path: [...pod.path, ...path, 'env', number, 'value'],
            message: `${name} is a place in Vault, which an injector would have to read`,
          };
        }
      }
    }
  },
};
