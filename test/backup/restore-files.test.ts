import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { formatBackup, newBackup, parseBackup } from '../../lib/backup/format.js';
import { openTree } from '../../lib/backup/open-tree.js';
import { planRestoreFiles } from '../../lib/backup/restore-files.js';
import { clearPart, secretText } from '../../lib/secrets/file/secret-manifest.js';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../lib/secrets/sops/open.js';
import { sealYaml } from '../../lib/secrets/sops/seal.js';
import { declare } from '../secrets/declarations.js';
import { cases } from '../support/cases.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

const PATH = 'kubernetes/alpha/apps/main.sops.yaml';
const now = new Date('2026-01-02T03:04:05Z');
let own = { identity: '', recipient: '' };
let next = { identity: '', recipient: '' };
beforeAll(async () => {
  own = await generateKeyPair();
  next = await generateKeyPair();
});

const rules = (recipient: string) => `creation_rules:\n  - {path_regex: kubernetes/.*, age: ${recipient}}\n`;
const key = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,10}$/);
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', '0777', 'yes', 'null', '1e3', ' lead', 'a\nb\n', '\u0085', '$VAR', '- x', '{a: b}', '# c'),
);

const sealed = (text: string, macOnlyEncrypted = false) =>
  sealYaml(text, { file: PATH, recipients: [own.recipient], lastModified: now, random: randomBytes, macOnlyEncrypted });

async function backedUp(text: string) {
  const step = () => {};
  const { secrets, findings } = await openTree({
    texts: new Map([[PATH, text]]),
    declared: [],
    identities: [own.identity],
    step,
  });
  expect(findings).toEqual([]);
  const backup = newBackup({
    created: now.toISOString(),
    secrets: [...secrets],
    environments: [],
    stacks: [],
    missing: [],
  });
  return parseBackup(formatBackup(backup), 'b.age');
}

function restored(backup: Awaited<ReturnType<typeof backedUp>>, texts = new Map<string, string>(), more = {}) {
  const input = { backup, texts, sopsYaml: rules(next.recipient), identities: [own.identity, next.identity], ...more };
  return planRestoreFiles({ replace: false, now, random: randomBytes, ...input });
}

describe('sealed files through a backup', () => {
  test('come back with the same values for the new recipient, and a second restore keeps them byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), fc.boolean(), async (values, macOnly) => {
        const text = await sealed(secretText(clearPart(declare('db/main', {}), []), values), macOnly);
        const backup = await backedUp(text);
        const { files, findings } = await restored(backup);
        expect(findings).toEqual([]);
        const [file] = files;
        expect(file).toMatchObject({ path: PATH, change: 'created' });
        const before = await openYaml(text, PATH, [own.identity]);
        const after = await openYaml(file?.content ?? '', PATH, [next.identity]);
        expect(after.plain).toBe(before.plain);
        expect(after.metadata.macOnlyEncrypted).toBe(macOnly);
        const again = await restored(backup, new Map([[PATH, file?.content ?? '']]));
        expect(again.files).toEqual([{ path: PATH, change: 'kept' }]);
      }),
      cases(25, 200),
    );
  });

  test('that the identity opens but that are for others now are kept: updatekeys is another command', async () => {
    const text = await sealed('stringData: {a: b}\n');
    const { files } = await restored(await backedUp(text), new Map([[PATH, text]]));
    expect(files).toEqual([{ path: PATH, change: 'kept' }]);
  });

  test('large numbers that differ in their last digit are not the same', async () => {
    const text = await sealed('stringData: {a: 90071992547409931}\n');
    const other = await sealed('stringData: {a: 90071992547409932}\n');
    const { findings } = await restored(await backedUp(text), new Map([[PATH, other]]));
    expect(findings.map(({ message }) => message)).toEqual(['exists and holds other values']);
  });

  test('bring the rules with them where there are none, and never replace some', async () => {
    const backup = { ...(await backedUp(await sealed('stringData: {a: b}\n'))), creationRules: rules(own.recipient) };
    const { files } = await planRestoreFiles({
      backup,
      texts: new Map(),
      identities: [],
      replace: false,
      now,
      random: randomBytes,
    });
    expect(files.map(({ path, change }) => [path, change])).toEqual([
      ['.sops.yaml', 'created'],
      [PATH, 'created'],
    ]);
    expect((await restored(backup)).files.map(({ path }) => path)).toEqual([PATH]);
  });

  test('of a hostile backup that cannot be sealed are findings, and quote nothing', async () => {
    const [secret] = (await backedUp(await sealed('stringData: {a: b}\n'))).secrets;
    const texts = [
      'a: &x hunter22\nb: *x\n',
      'sops: {mac: hunter22}\n',
      '- hunter22\n',
      'a: hunter22\na: hunter22\n',
      'a: [\n',
    ];
    for (const text of texts) {
      const backup = newBackup({
        created: now.toISOString(),
        secrets: [{ ...(secret as NonNullable<typeof secret>), text }],
        environments: [],
        stacks: [],
        missing: [],
      });
      const { files, findings } = await restored(backup);
      expect(files).toEqual([]);
      expect(findings[0]?.message).toMatch(/^cannot be sealed: /);
      expect(JSON.stringify(findings)).not.toContain('hunter22');
    }
  });
});
