import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Cluster,
  DeclaredSecret,
  type ExternalStore,
  onePassword,
  pulumiEsc,
  sops,
  Unit,
  vaultStore,
} from '../../../lib/index.js';
import { planOf, testCluster } from '../../support/test-cluster.js';
import { declareStore, withStore } from './external-secrets-cluster.js';
import { CATALOGUE, SOURCE, type Specimen } from './template-catalogue.js';

/** Templates with a key that External Secrets cannot make, and why; they are sealed, or asked for. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
  ageKeyPair: 'no generator for: age-key',
  // The registry's existing user (S1-13): its password is asked for, and a hash of that would be salted every hour.
  registryUser: 'a bcrypt hash of a value that is not generated',
};

const STORES: Readonly<Record<string, () => ExternalStore>> = {
  Vault: () => vaultStore({ server: 'https://vault.example.net:8200', role: 'reader' }),
  'Pulumi ESC': () => pulumiEsc({ environment: 'mrsimpson/homelab/dev' }),
  '1Password': () => onePassword({ connectHost: 'http://connect.example.net:8080', vaults: ['Homelab'] }),
};

const specimens = Object.entries(CATALOGUE).map(
  ([name, made]) => [name, fc.sample(made, { numRuns: 1, seed: 4 })[0] as Specimen] as const,
);

/** What is wrong with a cluster whose store has to give a template's keys, and those of what it is made of. */
function findings(store: ExternalStore, { template, source }: Specimen): string[] {
  const declare = (c: Cluster) => {
    declareStore(c, store);
    const { namespace, name } = SOURCE;
    if (source !== undefined) new DeclaredSecret(new Unit(c.apps(namespace), 'first'), name, source);
    new DeclaredSecret(new Unit(c.apps('here'), 'second'), 'subject', template);
  };
  const settings = { ...withStore(store), bootstrapSecrets: sops() };
  return planOf(testCluster(settings, declare)).findings.map(({ message }) => message);
}

describe.each(Object.entries(STORES))('X-03: External Secrets delivers the catalogue from %s', (_, store) => {
  test.each(specimens)('%s', (name, specimen) => {
    const reason = IMPOSSIBLE[name];
    const found = findings(store(), specimen);
    if (reason === undefined) expect(found).toEqual([]);
    else {
      expect(found).not.toEqual([]);
      for (const message of found) expect(message).toContain(reason);
    }
  });
});
