import { describe, expect, test } from '@jest/globals';
import { rpiCluster } from '../../charts/clusters/rpi-cluster.js';
import { DamagedCheck } from '../mutation/damaged-check.js';
import { isSealed } from '../mutation/intact-tree.js';
import { BAD_TEXTS, service } from './bad-texts.js';
import { damagedLines, junkInFields } from './robustness-laws.js';

const check = new DamagedCheck(rpiCluster);
const root = `kubernetes/${check.definition.name}`;
/** A manifest that a unit lists. */
const VICTIM = `${root}/apps/security/dex/app/service.yaml`;
const CONFIG = `${root}/apps/security/dex/app/kustomization.yaml`;
const KS = `${root}/apps/security/dex/ks.yaml`;

const findings = (changes: Readonly<Record<string, string | undefined>>) => check.newFindings(check.tree.with(changes));

describe('a file that is no manifest ends in a finding, never in a crash', () => {
  test.each(Object.entries(BAD_TEXTS))('%s, as a manifest', async (_, text) => {
    expect((await findings({ [VICTIM]: text })).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(BAD_TEXTS))('%s, as kustomization.yaml', async (_, text) => {
    expect((await findings({ [CONFIG]: text })).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(BAD_TEXTS))('%s, as ks.yaml', async (_, text) => {
    expect((await findings({ [KS]: text })).length).toBeGreaterThan(0);
  });

  test('a sealed Secret of variables with a key that is no name of a variable', async () => {
    const path = `${root}/flux/settings/cluster-secrets.sops.yaml`;
    const text = check.tree.text(path).replace('CLUSTER_TIMEZONE:', 'CLUSTER-TIMEZONE:');
    expect((await findings({ [path]: text })).map(({ code }) => code)).toContain('flux-substitute-from');
  });

  test('nothing of a bad file reaches the objects of the program itself', async () => {
    await findings({ [VICTIM]: BAD_TEXTS['names of JavaScript'] });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('what is written otherwise, and is the same', () => {
  const others = (change: (text: string) => string) =>
    Object.fromEntries(
      [...check.tree.files]
        .filter(([path]) => path.endsWith('.yaml') && !isSealed(path))
        // Flux gives the text of these to a program as it is.
        .filter(([path]) => !check.tree.configs.some(({ generatorFiles }) => generatorFiles.includes(path)))
        .map(([path, text]) => [path, change(text)]),
    );

  test('CRLF in every manifest is no finding', async () => {
    expect(await findings(others((text) => text.replaceAll('\n', '\r\n')))).toEqual([]);
  });

  test('a byte order mark before every manifest is no finding', async () => {
    expect(await findings(others((text) => `\uFEFF${text}`))).toEqual([]);
  });

  test('no newline at the end, documents that end with "..." and a %YAML directive are no finding', async () => {
    expect(await findings(others((text) => text.trimEnd()))).toEqual([]);
    expect(await findings(others((text) => `${text}...\n`))).toEqual([]);
  });

  test('aliases and merge keys are followed', async () => {
    const text = service(
      '  selector: &app\n    app.kubernetes.io/name: dex\n  ports:\n    - &http\n      name: http\n      port: 5556\n    - <<: *http\n      name: metrics\n      port: 5558\n',
    );
    expect(await findings({ [VICTIM]: text })).toEqual([]);
    const wrong = text.replace('app.kubernetes.io/name: dex\n  ports', 'app.kubernetes.io/name: nobody\n  ports');
    expect((await findings({ [VICTIM]: wrong })).length).toBeGreaterThan(0);
  });

  test('kind: List is taken apart', async () => {
    const lines = check.tree
      .text(VICTIM)
      .replace(/^---\n(?:#.*\n)*/, '')
      .trimEnd()
      .split('\n');
    const items = lines.map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`).join('\n');
    expect(await findings({ [VICTIM]: `apiVersion: v1\nkind: List\nitems:\n${items}\n` })).toEqual([]);
  });
});

describe('trees beyond measure', () => {
  // Seconds alone, several times that beside other tests; what grows with the square takes minutes.
  test('a ConfigMap of 10 MB is read in no more than its size takes', async () => {
    const big = `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\n  namespace: security\ndata:\n  text: |\n${`    ${'x'.repeat(95)}\n`.repeat(100_000)}`;
    const started = performance.now();
    await findings({ [`${root}/apps/security/dex/app/big.yaml`]: big });
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  test('paths that a Windows editor or an attacker writes are findings', async () => {
    for (const entry of ['.\\service.yaml', 'C:\\tree\\service.yaml', '../../../../../etc/passwd', '/etc/passwd', '']) {
      const text = check.tree.text(CONFIG).replace('./service.yaml', JSON.stringify(entry));
      expect((await findings({ [CONFIG]: text })).length).toBeGreaterThan(0);
    }
  });
});

/** More of each in test/long/. */
const RUNS = 25;

describe('laws', () => {
  test('whatever stands in one field of one object, no rule crashes', () => junkInFields(check, RUNS));

  test('whatever happens to lines and bytes of one file, no rule crashes', () => damagedLines(check, RUNS));
});
