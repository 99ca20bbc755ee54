import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, JsonPath, TreeFinding } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';

/** Version 2 of Vault's key-value engine keeps values below data/, although nobody types that (trap 88). */
export const vaultKvPath: TreeRule = {
  name: 'vault-kv-path',
  severity: 'error',
  description:
    'A Vault policy names a path of a key-value engine of version 2 as users type it: it grants nothing, since the API is below data/ and metadata/. Or a store of External Secrets has data/ in its path, which it adds itself. Every ExternalSecret then says "permission denied" or "not found".',
  remediation: 'path "kv/data/*" (and "kv/metadata/*" for lists) in policies; the bare mount, such as kv, in stores',
  sources: ['S3-13', 'S3-49', 'trap 88'],
  *check({ index }) {
    for (const at of index.ofKind('vault.banzaicloud.com', 'Vault')) yield* policiesOf(at);
    for (const at of ['SecretStore', 'ClusterSecretStore'].flatMap((kind) =>
      index.ofKind('external-secrets.io', kind),
    )) {
      const vault = field(at.object, 'spec', 'provider', 'vault');
      if (!isMap(vault) || (vault.version ?? 'v2') !== 'v2' || typeof vault.path !== 'string') continue;
      if (!/(?:^|\/)data(?:\/|$)/.test(vault.path)) continue;
      const message = `path "${vault.path}" has data/ in it, which External Secrets adds for version 2`;
      yield { at, path: ['spec', 'provider', 'vault', 'path'], message };
    }
  },
};

const RULE = /path\s+"([^"]+)"/g;

/** Policies that bank-vaults gives to Vault, against the engines that it mounts. */
function* policiesOf(at: AppliedObject): Iterable<TreeFinding> {
  const config = field(at.object, 'spec', 'externalConfig');
  const mounts = mapsOf(field(config, 'secrets')).filter(isVersion2).map(mountOf);
  for (const [index, { name, rules }] of mapsOf(field(config, 'policies')).entries()) {
    if (typeof rules !== 'string') continue;
    const path: JsonPath = ['spec', 'externalConfig', 'policies', index, 'rules'];
    for (const [, granted = ''] of rules.matchAll(RULE)) {
      const mount = mounts.find((one) => granted.startsWith(`${one}/`));
      if (mount === undefined) continue;
      const rest = granted.slice(mount.length + 1);
      // A star takes data/ in; each of the others is a part of the API of version 2.
      if (/^(?:\*|\+|data|metadata|delete|undelete|destroy|subkeys|config)(?:\/|$|\*)/.test(rest)) continue;
      const message = `policy "${String(name)}" grants "${granted}", below which version 2 of the engine "${mount}" has nothing`;
      yield { at, path, message, hint: `"${mount}/data/${rest}"` };
    }
  }
}

function isVersion2({ type, options }: JsonObject): boolean {
  return type === 'kv' && String(field(options, 'version') ?? '1') === '2';
}

function mountOf({ path, type }: JsonObject): string {
  return String(path ?? type).replace(/\/$/, '');
}
