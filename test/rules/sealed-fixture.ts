import { DeclaredSecret, generated, Unit } from '../../lib/index.js';
import type { SecretKey } from '../../lib/model/secret.js';
import { sealedFiles } from '../../lib/synth/seal.js';
import { SOPS_YAML, sealedStandIn, standInKey } from '../support/sealed-stand-in.js';
import { planOf, testCluster } from '../support/test-cluster.js';

export const PATH = 'kubernetes/test/apps/demo/app/app/secret.sops.yaml';
export const optional: SecretKey = {
  source: { from: 'asked', question: 'which?', placeholder: 'x' },
  schema: { safeParse: (value) => ({ success: typeof value === 'string' }) },
};
export const cluster = testCluster({}, (c) => {
  const unit = new Unit(c.apps('demo'), 'app');
  const constant: SecretKey = { source: { from: 'given', value: 'k8s.example.org' } };
  const keys = { token: generated({ length: 24 }), password: generated({ length: 24 }), constant, optional };
  new DeclaredSecret(unit, 'app', keys, { labels: { team: 'home' }, annotations: { about: 'a "note"' } });
});
const [declared] = sealedFiles(planOf(cluster).cluster);
if (declared === undefined) throw new Error('the cluster declares no file');
export const file = declared;
export const GOOD = sealedStandIn(file);
const [found] = /-----BEGIN[\s\S]*?FILE-----\n {12}[\s\S]*?-----END AGE ENCRYPTED FILE-----/.exec(GOOD) ?? [];
export const ARMORED = found ?? '';

/** Findings of the tree with one file as it is given, and with some `.sops.yaml`. */
export function findings(text: string, sopsYaml = SOPS_YAML): string[] {
  const files = { [PATH]: text, '.sops.yaml': sopsYaml };
  return planOf(cluster, { files }).findings.map(({ code, message }) => `${code}: ${message}`);
}

/** The file after a change that must have changed something. */
export function changed(pattern: string | RegExp, by: string): string {
  const text = GOOD.replace(pattern, () => by);
  if (text === GOOD) throw new Error(`nothing matches ${String(pattern)}`);
  return text;
}

/** As `changed`, by as many lines as a key needs. */
export const armored = (stanzas: readonly string[]) =>
  changed(ARMORED, standInKey('other', stanzas).join('\n            '));
export const ENC = /ENC\[AES256_GCM,[^\]]*\]/;
