import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { BackupFixture, leaksIn, MAIN, rulesFor, SECRET, VALUES } from './backup-fixture.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

let at: BackupFixture;
beforeEach(async () => {
  at = await new BackupFixture().fill();
});

describe('secrets restore', () => {
  beforeEach(async () => {
    expect((await at.backup()).code).toBe(0);
  });

  test('seals for the recipients that .sops.yaml names now', async () => {
    const pair = await at.newKey('new.txt');
    at.wipe();
    at.write('.sops.yaml', rulesFor(pair.recipient));
    expect((await at.restore()).code).toBe(0);
    expect(await at.opened(MAIN, pair.identity)).toContain(VALUES.password);
    await expect(at.opened(MAIN)).rejects.toThrow('no identity');
    expect(at.read('.sops.yaml')).toBe(rulesFor(pair.recipient));
  });

  test('files that hold the same values stay byte for byte, whatever their comments and order', async () => {
    await at.seal(MAIN, `# moved\n${SECRET.replace('type: Opaque\n', '')}type: Opaque\n`);
    const before = at.tree();
    expect((await at.restore()).out).toContain('0 restored, 2 kept');
    expect(at.tree()).toEqual(before);
  });

  test('a file that holds other values stays, unless --replace; then unchanged ciphertext stays', async () => {
    const changed = SECRET.replace(VALUES.password, 'rotated-since');
    await at.seal(MAIN, changed);
    const before = at.tree();
    const { code, err, out } = await at.restore();
    expect({ code, out: out.includes('nothing was changed') }).toEqual({ code: 1, out: true });
    expect(err).toContain('exists and holds other values');
    expect(at.tree()).toEqual(before);
    expect((await at.restore(['--replace'])).out).toContain(`replaced   ${MAIN}`);
    expect(await at.opened(MAIN)).toContain(VALUES.password);
    const line = (text = '') => text.split('\n').find((candidate) => candidate.includes('binary: ENC'));
    expect(line(at.read(MAIN))).toBe(line(before[`./${MAIN}`] ?? before[MAIN]));
  });

  test('a file that no identity opens stays, unless --replace', async () => {
    const pair = await at.newKey('theirs.txt');
    await at.seal(MAIN, SECRET, { recipients: [pair.recipient] });
    expect((await at.restore()).err).toContain('is not opened by an identity at hand');
    expect((await at.restore(['--replace'])).code).toBe(0);
    expect(await at.opened(MAIN)).toContain(VALUES.password);
  });

  test('a file for the example recipient alone holds nothing and is replaced', async () => {
    await at.seal(MAIN, SECRET, { recipients: [EXAMPLE_RECIPIENT] });
    expect((await at.restore()).out).toContain(`replaced   ${MAIN}`);
  });

  test.each([
    ['names the example recipient alone', rulesFor(EXAMPLE_RECIPIENT), 'the example recipient alone'],
    ['has no rule for a file', 'creation_rules: []\n', 'no rule of .sops.yaml'],
  ])('refuses to seal while .sops.yaml %s', async (_, rules, message) => {
    at.wipe();
    at.write('.sops.yaml', rules);
    const { code, err } = await at.restore();
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(existsSync(join(at.root, MAIN))).toBe(false);
  });

  test('--dry-run says what would happen and writes nothing', async () => {
    at.wipe();
    const { code, out } = await at.restore(['--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain(`created    ${MAIN}`);
    expect(out).toContain('nothing was changed');
    expect(at.tree()).toEqual({});
  });

  test('--only takes a part, a folder or a name, and refuses one that matches nothing', async () => {
    at.wipe();
    expect((await at.restore(['--only', 'kubernetes/alpha/apps/dns'])).out).toContain('2 restored, 0 kept');
    expect(existsSync(join(at.root, MAIN))).toBe(false);
    const { code, err } = await at.restore(['--only', 'sops', 'esc']);
    expect(code).toBe(2);
    expect(err).toContain('holds nothing that "esc" names');
  });

  test('says what it did as JSON, by names alone', async () => {
    at.wipe();
    const { out } = await at.restore(['--json']);
    expect(leaksIn(out)).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ restored: true, changes: [{ name: '.sops.yaml' }, { name: MAIN }, {}] });
  });

  test('an identity that is not the backup’s is told so', async () => {
    await at.newKey('wrong.txt');
    const args = ['restore', at.out, '--age-key', join(at.outside, 'wrong.txt')];
    expect(await at.run(args)).toMatchObject({ code: 2, err: expect.stringContaining('no identity at hand opens it') });
    expect(await at.run(['restore', at.out])).toMatchObject({ code: 2, err: expect.stringContaining('--age-key') });
    expect(await at.run(['restore', 'nowhere.age', '--age-key', at.key])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such file'),
    });
  });
});
