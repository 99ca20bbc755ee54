import { isMap } from '../../flux/kustomize/built.js';
import type { JsonPath, TreeView } from '../../flux/tree/view.js';
import type { Json } from '../../model/json.js';
import { isFilledIn } from '../../secrets/leaks/placeholder.js';
import { isSecretValue } from '../security/clear-values.js';
import type { TreeRule } from '../tree-rule.js';
import { machineDocuments } from './machine-documents.js';

/** Where Talos keeps secrets, in a machine's configuration and in what `talosctl gen secrets` makes; `*` is any key or index. */
const SECRETS = [
  'machine.token',
  'machine.ca.key',
  'cluster.token',
  'cluster.secret',
  'cluster.ca.key',
  'cluster.aggregatorCA.key',
  'cluster.etcd.ca.key',
  'cluster.serviceAccount.key',
  'cluster.secretboxEncryptionSecret',
  'cluster.aescbcEncryptionSecret',
  'secrets.*',
  'trustdinfo.token',
  'certs.*.key',
  'machine.registries.config.*.auth.password',
  'machine.registries.config.*.auth.auth',
  'machine.registries.config.*.auth.identityToken',
  'machine.network.interfaces.*.wireguard.privateKey',
  'machine.systemDiskEncryption.*.keys.*.static.passphrase',
  'encryption.keys.*.static.passphrase',
  'password',
  'auth',
  'identityToken',
  'privateKey',
].map((path) => path.split('.'));

/** A machine's configuration is made of patches, which everybody may read, and secrets, which nobody may (S4-09). */
export const talosSecret: TreeRule = {
  name: 'talos-secret',
  severity: 'error',
  description:
    'A file for talosctl in the tree holds a secret in clear: a token or key of the cluster, a password of a registry, a key to log in to a tailnet. Whoever reads the repository owns the cluster. One with metadata of SOPS counts, too: the creation rules for Secrets seal `data` alone.',
  remediation: 'take it out of Git and make it anew, or seal the whole file: docs/talos.md',
  sources: ['S4-09', 'S4-21', 'S3-42'],
  *check(view: TreeView) {
    for (const at of machineDocuments(view)) {
      for (const path of SECRETS) {
        for (const { value, path: place } of valuesAt(at.object, path)) {
          if (isFilledIn(value) || isSealed(value)) continue;
          yield { at, path: place, message: `${place.join('.')} stands in clear` };
        }
      }
      for (const { value, path } of valuesAt(at.object, ['environment', '*'])) {
        const [name = '', ...rest] = value.split('=');
        const key = rest.join('=');
        const isLogin = name === 'TS_AUTHKEY' && key !== '' && !isFilledIn(key);
        if (isLogin || isSecretValue(name, key)) yield { at, path, message: `${name} stands in clear` };
      }
    }
  },
};

/** SOPS leaves values in clear that its rule does not name: that a file has its metadata proves nothing. */
function isSealed(value: string): boolean {
  return value.startsWith('ENC[');
}

function* valuesAt(
  value: Json | undefined,
  [step, ...rest]: readonly string[],
  place: JsonPath = [],
): Generator<{ readonly value: string; readonly path: JsonPath }> {
  if (step === undefined) {
    if (typeof value === 'string' && value !== '') yield { value, path: place };
  } else if (Array.isArray(value)) {
    if (step === '*') for (const [index, one] of value.entries()) yield* valuesAt(one, rest, [...place, index]);
  } else if (isMap(value)) {
    for (const key of step === '*' ? Object.keys(value) : [step]) yield* valuesAt(value[key], rest, [...place, key]);
  }
}
