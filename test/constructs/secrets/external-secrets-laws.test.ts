import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Cluster, copied, DeclaredSecret, Unit, vaultStore } from '../../../lib/index.js';
import type { KubeObject } from '../../../lib/model/manifest.js';
import type { Alphabet, SecretKey, SecretKeyRef } from '../../../lib/model/secret.js';
import { cases } from '../../support/cases.js';
import { planOf, testCluster } from '../../support/test-cluster.js';
import { declareStore, withStore } from './external-secrets-cluster.js';

// All laws look at the same clusters: planning them is what takes time.
const RUNS = { ...cases(60, 200), seed: Date.now() };
const MARK = 'mark-of-a-placeholder';
const GIVEN = 'mark-of-a-constant';

/** How the key at an index is made; derived ones take any key before it. */
type Kind = 'generated' | 'hex' | 'pair' | 'asked' | 'given' | 'copied' | 'template' | 'docker' | 'htpasswd' | 'bytes';

interface DrawnSecret {
  readonly unit: number;
  readonly elsewhere: boolean;
  readonly keys: readonly { readonly kind: Kind; readonly of: number }[];
}

const drawnKey = fc.record({
  kind: fc.constantFrom<Kind>(
    ...(['generated', 'hex', 'pair', 'asked', 'given', 'copied', 'template', 'docker', 'htpasswd', 'bytes'] as const),
  ),
  of: fc.nat(50),
});
const drawnSecrets = fc.array(
  fc.record({
    unit: fc.nat(2),
    elsewhere: fc.boolean(),
    keys: fc.array(drawnKey, { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function keyFor(kind: Kind, of: SecretKeyRef | undefined, password: SecretKeyRef | undefined): SecretKey {
  const generated = (length: number, alphabet: Alphabet): SecretKey => ({
    source: { from: 'generated', length, alphabet },
  });
  const asked: SecretKey = { source: { from: 'asked', question: 'What?', placeholder: MARK } };
  switch (kind) {
    case 'generated':
      return generated(24, 'alphanumeric');
    case 'hex':
      return generated(33, 'hex');
    case 'bytes':
      return { source: { from: 'random-bytes', bytes: 16, encoding: 'base64' } };
    case 'pair':
      return { source: { from: 'ssh-key', pair: 'p', half: 'private', comment: 'c' } };
    case 'asked':
      return asked;
    case 'given':
      return { source: { from: 'given', value: `${GIVEN} {{ {` } };
    case 'copied':
      return of === undefined ? asked : copied({ ref: of });
    case 'template':
      return of === undefined ? asked : { source: { from: 'template', text: 'a{x}{b', operands: { x: { ref: of } } } };
    case 'docker':
      if (of === undefined) return asked;
      return { source: { from: 'docker-config', registry: 'r', username: { constant: 'u' }, password: { ref: of } } };
    case 'htpasswd':
      if (password === undefined) return asked;
      return { source: { from: 'htpasswd', user: { constant: 'u' }, password: { ref: password } } };
  }
}

function declare(secrets: readonly DrawnSecret[]): (c: Cluster) => void {
  return (c) => {
    declareStore(c, vaultForTests);
    const units = ['a', 'b', 'c'].map((name) => new Unit(c.apps(name), name));
    const before: SecretKeyRef[] = [];
    const passwords: SecretKeyRef[] = [];
    for (const [index, { unit, elsewhere, keys }] of secrets.entries()) {
      const owner = units[unit] as Unit;
      const namespace = elsewhere ? 'shared' : owner.namespace;
      const name = `secret-${index}`;
      const pick = (list: readonly SecretKeyRef[], of: number) => list[of % Math.max(1, list.length)];
      const made = keys.map(({ kind, of }, n) => {
        // Units depend on those before them only, or the declared copies would make a circle.
        const reachable = before.filter(({ name: other }) => unitOfSecret(secrets, other) <= unit);
        const reachablePasswords = passwords.filter(({ name: other }) => unitOfSecret(secrets, other) <= unit);
        const key = keyFor(kind, pick(reachable, of), pick(reachablePasswords, of));
        return [`KEY_${n}`, key] as const;
      });
      new DeclaredSecret(owner, name, Object.fromEntries(made), { namespace });
      for (const [key, { source }] of made) {
        before.push({ namespace, name, key });
        if (source.from === 'generated') passwords.push({ namespace, name, key });
      }
    }
  };
}

function unitOfSecret(secrets: readonly DrawnSecret[], name: string): number {
  return secrets[Number(name.split('-')[1])]?.unit ?? 0;
}

let vaultForTests = vault();
function vault() {
  return vaultStore({ server: 'https://vault.example.net:8200', role: 'reader' });
}

interface Result {
  readonly objects: readonly KubeObject[];
  readonly text: string;
  readonly findings: readonly unknown[];
}

const plans = new Map<string, Result>();

function planFor(secrets: readonly DrawnSecret[], remember: boolean): Result {
  const id = JSON.stringify([secrets, remember]);
  const known = plans.get(id) ?? makePlan(secrets, remember);
  plans.set(id, known);
  return known;
}

function makePlan(secrets: readonly DrawnSecret[], remember: boolean): Result {
  vaultForTests = vault();
  const { cluster, tree, findings } = planOf(testCluster(withStore(vaultForTests, { remember }), declare(secrets)));
  return {
    objects: cluster.units.flatMap(({ manifests }) => manifests.map(({ object }) => object)),
    text: tree.files.map(({ content }) => content).join('\n'),
    findings,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: objects of several kinds are looked into by path
type Loose = any;
const specs = (result: Result, kind: string): { name: string; namespace: string; spec: Loose }[] =>
  result.objects
    .filter((object) => object.kind === kind)
    .map(({ metadata, spec }) => ({ name: metadata.name, namespace: metadata.namespace ?? '', spec }));
const generatorsOf = ({ spec }: { spec: Loose }): string[] =>
  [...(spec.dataFrom ?? []).map((entry: Loose) => entry.sourceRef.generatorRef), spec.selector?.generatorRef]
    .filter((ref) => ref !== undefined)
    .map((ref: Loose) => `${ref.kind}/${ref.name}`);
const isRandom = (generator: string) => !generator.startsWith('Fake/');

function law(title: string, check: (result: Result, secrets: readonly DrawnSecret[], remember: boolean) => void): void {
  test(title, () => {
    fc.assert(
      fc.property(drawnSecrets, fc.boolean(), (secrets, remember) => {
        const result = planFor(secrets, remember);
        expect(result.findings).toEqual([]);
        check(result, secrets, remember);
      }),
      RUNS,
    );
  });
}

describe('whatever an app declares, on External Secrets', () => {
  law('each Secret is the target of exactly one ExternalSecret', (result, secrets) => {
    const targets = specs(result, 'ExternalSecret').map(({ namespace, spec }) => `${namespace}/${spec.target.name}`);
    expect(new Set(targets).size).toBe(targets.length);
    const declared = secrets.map(
      ({ unit, elsewhere }, index) => `${elsewhere ? 'shared' : 'abc'[unit]}/secret-${index}`,
    );
    expect(targets).toEqual(expect.arrayContaining(declared));
  });

  law('each declared key is produced once, and nothing else is', (result, secrets) => {
    const composed = new Map(specs(result, 'ExternalSecret').map(({ name, spec }) => [name, spec]));
    const fakes = new Map(specs(result, 'Fake').map(({ name, spec }) => [name, spec]));
    for (const [index, { keys }] of secrets.entries()) {
      const { target, data } = composed.get(`secret-${index}`);
      const produced =
        target.template.data === undefined
          ? (data?.map((entry: Loose) => entry.secretKey) ?? Object.keys(fakes.get(`secret-${index}`)?.data ?? {}))
          : Object.keys(target.template.data);
      expect([...produced].sort()).toEqual(keys.map((_, n) => `KEY_${n}`).sort());
    }
  });

  law('no generator is asked by two (trap 63), and none is left unused', (result) => {
    const users = [...specs(result, 'ExternalSecret'), ...specs(result, 'PushSecret')].flatMap((object) =>
      generatorsOf(object).map((generator) => `${object.namespace}/${generator}`),
    );
    expect(new Set(users).size).toBe(users.length);
    const generators = ['Password', 'SSHKey', 'Fake'].flatMap((kind) =>
      specs(result, kind).map(({ namespace, name }) => `${namespace}/${kind}/${name}`),
    );
    expect([...users].sort()).toEqual(generators.sort());
  });

  law('S3-14: the refresh interval is 8760h exactly where values are generated', (result) => {
    for (const object of [...specs(result, 'ExternalSecret'), ...specs(result, 'PushSecret')]) {
      expect({ name: object.name, interval: object.spec.refreshInterval }).toEqual({
        name: object.name,
        interval: generatorsOf(object).some(isRandom) ? '8760h' : '1h',
      });
    }
  });

  law('S3-15: what is generated in the cluster is immutable and outlives its ExternalSecret', (result, _, remember) => {
    const made = specs(result, 'ExternalSecret').filter((object) => generatorsOf(object).some(isRandom));
    if (remember) expect(made).toEqual([]);
    for (const { spec } of made) expect(spec.target).toMatchObject({ immutable: true, creationPolicy: 'Orphan' });
    for (const { spec } of specs(result, 'PushSecret')) expect(spec.updatePolicy).toBe('IfNotExists');
  });

  law('no value is in the tree but given ones, which are no secrets', (result, secrets) => {
    expect(result.text).not.toContain(MARK);
    const given = secrets.some(({ keys }) => keys.some(({ kind }) => kind === 'given'));
    expect(result.text.includes(GIVEN)).toBe(given);
    expect(result.objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  law('an account may read exactly the Secrets that are read with it', (result) => {
    const read = new Set(
      specs(result, 'ExternalSecret').flatMap(({ namespace, spec }) =>
        (spec.data ?? []).flatMap((entry: Loose) => {
          const store = entry.sourceRef?.storeRef ?? spec.secretStoreRef;
          return store.kind === 'SecretStore' ? [`${namespace}/${store.name} ${entry.remoteRef.key}`] : [];
        }),
      ),
    );
    const stores = specs(result, 'SecretStore');
    const allowed = stores.flatMap((store) => {
      const { remoteNamespace, auth } = store.spec.provider.kubernetes;
      const bindings = result.objects.filter(({ kind, metadata, ...binding }) => {
        const subject = ((binding as Loose).subjects ?? [])[0];
        return (
          kind === 'RoleBinding' &&
          metadata.namespace === remoteNamespace &&
          subject.name === auth.serviceAccount.name &&
          subject.namespace === store.namespace
        );
      });
      expect(bindings).toHaveLength(1);
      const role = result.objects.find(
        ({ kind, metadata }) =>
          kind === 'Role' && metadata.namespace === remoteNamespace && metadata.name === bindings[0]?.metadata.name,
      ) as Loose;
      expect(role.rules).toHaveLength(1);
      expect(role.rules[0].verbs).toEqual(['get']);
      return role.rules[0].resourceNames.map((name: string) => `${store.namespace}/${store.name} ${name}`);
    });
    expect(allowed.sort()).toEqual([...read].sort());
  });

  law('S3-11: pods know of no store: no agent, no annotation of Vault, no SecretStore of their own', (result) => {
    expect(result.text).not.toMatch(/vault\.hashicorp\.com|vault\.security\.banzaicloud\.io|secrets-store\.csi/);
  });

  law('whoever reads the store waits for its unit, and for the operator', (result) => {
    const kustomizations = result.text.split(/^---$/m).filter((document) => document.includes('healthCheckExprs'));
    for (const text of kustomizations) expect(text).toMatch(/- name: external-secrets\n/);
  });
});
