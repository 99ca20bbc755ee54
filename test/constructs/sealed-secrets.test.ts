import { describe, expect, test } from '@jest/globals';
import {
  asked,
  type Cluster,
  constant,
  DeclaredSecret,
  generated,
  given,
  sealedSecrets,
  template,
  Unit,
  variable,
  WebApp,
} from '../../lib/index.js';
import { answersFrom } from '../../lib/secrets/values/answers.js';
import { plan } from '../../lib/synth/pipeline.js';
import { sealedFiles } from '../../lib/synth/seal.js';
import { MemoryTree } from '../secrets/declarations.js';
import { sealedStandIns } from '../support/sealed-stand-in.js';
import { filesOf, planOf, snapshotOf, type TestSettings, testCluster } from '../support/test-cluster.js';

const CERTIFICATE = 'kubernetes/test/sealed-secrets.crt';
const APP = 'kubernetes/test/apps/demo/app/app';

function app(c: Cluster): Unit {
  const unit = new Unit(c.apps('demo'), 'app');
  const own = new DeclaredSecret(unit, 'app', { token: generated({ length: 40 }) });
  new DeclaredSecret(unit, 'mail', { password: asked('Password?', { placeholder: 'x' }) }, { file: 'post.sops.yaml' });
  new WebApp(unit, 'app', { image: c.image('demo'), port: 8080, env: { TOKEN: own.ref('token') } });
  return unit;
}

function controller(c: Cluster): Unit {
  const unit = new Unit(c.infrastructure('kube-system'), 'sealed-secrets', { provides: ['bitnami.com'] });
  new DeclaredSecret(unit, 'other', { a: given('b') }, { backend: sealedSecrets() });
  return unit;
}

const SETTINGS: TestSettings = { secrets: sealedSecrets(), external: { apiGroups: { 'bitnami.com': 'the test' } } };
const codesOf = (settings: TestSettings, declare: (c: Cluster) => void) =>
  planOf(testCluster(settings, declare)).findings.map(({ code }) => code);

describe('a cluster whose secrets are SealedSecrets', () => {
  test('has files that Flux applies as they are: listed, not decrypted, waited for', () => {
    const files = filesOf(planOf(testCluster(SETTINGS, app)), 'apps');
    expect(files.get('apps/demo/app/app/kustomization.yaml')).toMatch(
      /- \.\/post\.sealed\.yaml\n.*- \.\/secret\.sealed\.yaml/,
    );
    const flux = files.get('apps/demo/app/ks.yaml') ?? '';
    expect(flux).not.toContain('decryption');
    expect(flux).toContain('kind: SealedSecret');
    expect(flux).toContain("c.type == 'Synced'");
  });

  test('has them beside SOPS files, which are decrypted', () => {
    const made = planOf(
      testCluster({ external: { apiGroups: { 'bitnami.com': 'the test' } } }, (c) => {
        const unit = new Unit(c.apps('demo'), 'app');
        new DeclaredSecret(unit, 'one', { a: generated({ length: 8 }) });
        new DeclaredSecret(unit, 'two', { a: generated({ length: 8 }) }, { backend: sealedSecrets() });
      }),
    );
    expect(filesOf(made).get('apps/demo/app/ks.yaml')).toContain('provider: sops');
    expect(sealedFiles(made.cluster).map(({ path, certificate }) => [path.split('/').at(-1), certificate])).toEqual([
      ['one.sops.yaml', undefined],
      ['two.sealed.yaml', CERTIFICATE],
    ]);
  });

  test('passes every check with what init makes', async () => {
    const definition = testCluster(SETTINGS, app);
    const tree = new MemoryTree();
    const made = await tree.init(sealedFiles(planOf(definition).cluster), {
      answers: answersFrom(new Map([['demo/mail:password', 'x']]), {}),
    });
    expect(made.findings).toEqual([]);
    expect(plan(definition, snapshotOf(definition, { files: tree.texts })).findings).toEqual([]);
  });

  test('restarts a pod when the ciphertext changes', () => {
    const checksum = (files: ReadonlyMap<string, string>) => {
      const found = filesOf(planOf(testCluster(SETTINGS, app), { files }), 'apps');
      return /checksum\/app: (\S+)/.exec(found.get('apps/demo/app/app/deployment.yaml') ?? '')?.[1];
    };
    const before = sealedStandIns(planOf(testCluster(SETTINGS, app)).cluster);
    const path = `${APP}/secret.sealed.yaml`;
    const after = new Map(before).set(path, (before.get(path) ?? '').replace(/(?<="token": "[^"]{20})./, 'A'));
    expect(checksum(before)).toMatch(/^"?[0-9a-f]{16}"?$/);
    expect(checksum(before)).not.toBe(checksum(after));
  });

  test('is not whole without its files and their certificate', () => {
    const definition = testCluster(SETTINGS, app);
    const { findings } = plan(definition, snapshotOf(definition));
    expect(findings.map(({ code, file }) => [code, file])).toEqual([
      ['SECRET_FILE_MISSING', `${APP}/post.sealed.yaml`],
      ['SECRET_FILE_MISSING', CERTIFICATE],
      ['SECRET_FILE_MISSING', `${APP}/secret.sealed.yaml`],
    ]);
  });

  test('owns files and certificate, which synth neither writes, removes nor finds foreign', () => {
    const { tree, changes, findings } = planOf(testCluster(SETTINGS, app));
    expect(findings).toEqual([]);
    expect(changes.remove).toEqual([]);
    expect(tree.files.filter(({ path }) => /sealed/.test(path))).toEqual([]);
  });

  test('has a file that is no longer declared reported, never removed', () => {
    const files = { [`${APP}/old.sealed.yaml`]: 'kind: SealedSecret\n' };
    const { changes, findings } = planOf(testCluster(SETTINGS, app), { files });
    expect(changes.remove).toEqual([]);
    expect(findings.map(({ file }) => file)).toEqual([`${APP}/old.sealed.yaml`]);
  });
});

describe('a SealedSecret', () => {
  test('comes after the unit that brings the controller’s definitions', () => {
    const { cluster } = planOf(
      testCluster({ secrets: sealedSecrets() }, (c) => {
        new Unit(c.infrastructure('kube-system'), 'sealed-secrets', { provides: ['bitnami.com'] });
        app(c);
      }),
    );
    expect(cluster.units.find(({ name }) => name === 'app')?.dependsOn).toContain('sealed-secrets');
  });

  test('is an error where nobody brings them, or beside the controller itself', () => {
    expect(codesOf({ secrets: sealedSecrets() }, app)).toEqual(['kind-known', 'kind-known']);
    expect(codesOf({}, controller)).toEqual(['kind-known']);
  });

  test('is sealed for the certificate that its backend names, which is in the cluster’s tree', () => {
    const of = (certificate: string) => codesOf({ ...SETTINGS, secrets: sealedSecrets({ certificate }) }, app);
    expect(of('kubernetes/test/keys/own.crt')).toEqual([]);
    expect(of('kubernetes/other/sealed-secrets.crt')).toContain('CERTIFICATE_OUTSIDE');
  });

  test('holds variables filled in: Flux substitutes nothing in what the controller opens', () => {
    const { cluster } = planOf(
      testCluster({ ...SETTINGS, variables: { TEAM: 'home' } }, (c) => {
        const url = template('https://{host}', { host: constant(`${variable('TEAM')}.example.org`) });
        new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', { url });
      }),
    );
    const declared = sealedFiles(cluster).find(({ declaration }) => declaration.name === 'app');
    expect(JSON.stringify(declared?.declaration.keys)).toContain('home.example.org');
  });
});
