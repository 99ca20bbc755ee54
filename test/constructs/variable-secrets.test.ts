import { expect, test } from '@jest/globals';
import {
  AcmeIssuer,
  type Cluster,
  ConfigFiles,
  cloudflareSolver,
  externalSecrets,
  genericStore,
  sealedSecrets,
  Unit,
  variable,
} from '../../lib/index.js';
import type { JsonObject } from '../../lib/model/json.js';
import { planOf, type TestSettings, testCluster } from '../support/test-cluster.js';

const store = () => genericStore({ name: 'vault', provider: () => ({ fake: { data: [] } }) });

/** A cluster whose store also holds its variables. */
function plan(settings: TestSettings, declare: (c: Cluster, theStore: ReturnType<typeof store>) => void) {
  const theStore = store();
  const secrets = externalSecrets({ store: theStore });
  return planOf(
    testCluster(
      {
        domain: variable('SECRET_DOMAIN'),
        variables: { SECRET_DOMAIN: { question: 'The domain', placeholder: 'home.example' } },
        secrets,
        variableSecrets: secrets,
        ...settings,
      },
      (c) => declare(c, theStore),
    ),
  );
}

const declareStore = (c: Cluster, theStore: ReturnType<typeof store>) => {
  theStore.declare(new Unit(c.infrastructure(), 'store'));
};

const app = (c: Cluster) => {
  new ConfigFiles(new Unit(c.apps('demo'), 'app'), 'app', { 'app.txt': `https://app.${c.settings.domain}` });
};

const kustomization = ({ tree }: ReturnType<typeof plan>, name: string) =>
  tree.files
    .flatMap(({ documents = [] }) => documents as readonly JsonObject[])
    .find((one) => one.kind === 'Kustomization' && (one.metadata as JsonObject | undefined)?.name === name)
    ?.spec as JsonObject;

test('variables from a store are an ExternalSecret that says which generation is ready (S4-08)', () => {
  const { tree, findings } = plan({}, (c, theStore) => {
    declareStore(c, theStore);
    app(c);
  });
  expect(findings).toEqual([]);
  const file = tree.files.find(({ path }) => path.endsWith('flux/settings/externalsecret-cluster-secrets.yaml'));
  expect(file?.content).toContain('secretKey: SECRET_DOMAIN');
  // A change in the store reaches all who substitute at once.
  expect(file?.content).toContain('reconcile.fluxcd.io/watch: Enabled');
});

test('whoever substitutes waits for the Secret, which waits for its store', () => {
  const result = plan({}, (c, theStore) => {
    declareStore(c, theStore);
    app(c);
  });
  expect(kustomization(result, 'app').dependsOn).toContainEqual({ name: 'settings' });
  const settings = kustomization(result, 'settings');
  expect(settings.dependsOn).toContainEqual({ name: 'store' });
  expect(settings.wait).toBe(true);
  expect(settings.healthCheckExprs).toEqual([expect.objectContaining({ kind: 'ExternalSecret' })]);
  expect(settings.postBuild).toBeUndefined();
  expect(settings.decryption).toBeUndefined();
});

test('a store that itself needs a variable is a cycle, shown whole', () => {
  const { findings } = plan({}, (c, theStore) => {
    const unit = new Unit(c.infrastructure(), 'store');
    new ConfigFiles(unit, 'settings-of-store', { 'a.txt': c.settings.domain });
    theStore.declare(unit);
  });
  const cycles = findings.filter(({ message }) => message.includes('→'));
  expect(cycles.map(({ message }) => message).join()).toMatch(/settings → store|store → settings/);
});

test('a store that no unit declares is an error, not variables that never come (trap 53)', () => {
  const { findings } = plan({}, app);
  expect(findings.map(({ code }) => code)).toContain('SECRET_STORE_MISSING');
});

test('unless the cluster says so, variables stay with what works before any store', () => {
  const { cluster } = plan({ variableSecrets: undefined as never, bootstrapSecrets: sealedSecrets() }, declareStore);
  const settings = cluster.units.find(({ name }) => name === 'settings');
  expect(settings?.secretFiles.map(({ declaration }) => declaration.name)).toEqual(['cluster-secrets']);
  expect(settings?.manifests).toEqual([]);
});

test('a value that the owner alone knows cannot be judged here; a wrong one that is given still is', () => {
  const problems = (settings: TestSettings, email: string) =>
    plan(settings, (c, theStore) => {
      declareStore(c, theStore);
      new AcmeIssuer(new Unit(c.infrastructure(), 'issuer'), 'letsencrypt', { email, solvers: [cloudflareSolver()] });
    }).findings.map(({ field }) => field);
  const variables = {
    SECRET_DOMAIN: { question: 'The domain', placeholder: 'home.example' },
    EMAIL: { question: 'The address', placeholder: 'ops@home.example' },
  };
  expect(problems({ variables }, variable('EMAIL'))).toEqual([]);
  expect(problems({ variables: { ...variables, EMAIL: 'nobody' } }, variable('EMAIL'))).toEqual([
    'AcmeIssuer letsencrypt.email',
  ]);
});
