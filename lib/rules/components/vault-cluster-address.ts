import { field, isMap } from '../../flux/kustomize/built.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeRule } from '../tree-rule.js';

/** Pods of Vault that call themselves by one name never find each other (trap 61). */
export const vaultClusterAddress: TreeRule = {
  name: 'vault-cluster-address',
  severity: 'error',
  description:
    'Vault with raft storage gives every pod the same cluster_addr, or none: the pods then send each other what is meant for the leader, and a second one never joins. Vault 2 with raft also refuses to start without disable_mlock.',
  remediation: 'cluster_addr: "https://${.Env.POD_NAME}:8201", escaped for Flux, and disable_mlock: true',
  sources: ['S3-33', 'trap 61', 'VERIFIED: Vault'],
  *check({ index }) {
    for (const at of index.ofKind('vault.banzaicloud.com', 'Vault')) {
      const config = field(at.object, 'spec', 'config');
      if (!isMap(config) || field(config, 'storage', 'raft') === undefined) continue;
      const path = ['spec', 'config', 'cluster_addr'];
      const address = config.cluster_addr;
      if (typeof address !== 'string') {
        yield { at, path, message: 'has no cluster_addr, and its storage is raft' };
      } else if (!address.includes('POD_NAME') && !isUnknown(address) && size(at.object) > 1) {
        yield { at, path, message: `every one of its ${size(at.object)} pods has the cluster_addr "${address}"` };
      }
      if (config.disable_mlock === true || isUnknown(config.disable_mlock)) continue;
      yield {
        at,
        path: ['spec', 'config', 'disable_mlock'],
        message: 'has raft storage, and disable_mlock is not true',
      };
    }
  },
};

function size(vault: unknown): number {
  const given = field(vault, 'spec', 'size');
  return typeof given === 'number' ? given : 1;
}
