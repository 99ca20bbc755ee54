import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { inspectYaml } from '../../../lib/secrets/sops/inspect.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { sealYaml } from '../../../lib/secrets/sops/seal.js';
import { compareRecipients, updateRecipients } from '../../../lib/secrets/sops/update-recipients.js';
import { cases } from '../../support/cases.js';

const FILE = 'kubernetes/x/secret.sops.yaml';
const PLAIN = `apiVersion: v1
kind: Secret
metadata: {name: n8n, namespace: automation} # in clear
type: Opaque
stringData:
    # how to get in
    password: hunter2-hunter2
    port: "5678"
---
kind: Secret
stringData:
    other: x
`;

let pairs: { identity: string; recipient: string }[] = [];
const recipients = (indexes: readonly number[]) => indexes.map((index) => pairs[index]?.recipient ?? '');
const wraps = (text: string) =>
  new Map(inspectYaml(text, FILE).metadata.age.map(({ recipient, enc }) => [recipient, enc]));
/** All but the list of wrapped keys, of every document. */
const rest = (text: string) => text.replaceAll(/^ {4}age:\n(?: {6,}.*\n)+/gm, '');

async function seal(indexes: readonly number[]): Promise<string> {
  return sealYaml(PLAIN, {
    file: FILE,
    recipients: recipients(indexes),
    lastModified: new Date(0),
    random: randomBytes,
  });
}

beforeAll(async () => {
  pairs = await Promise.all(Array.from({ length: 4 }, () => generateKeyPair()));
});

describe('law: other recipients', () => {
  test('leave all values, nonces and the MAC as they are, and the keys of those who stay', async () => {
    const some = fc.uniqueArray(fc.nat(2), { minLength: 1 });
    const property = fc.asyncProperty(some, some, async (before, after) => {
      const sealed = await seal(before);
      const updated = await updateRecipients(sealed, FILE, recipients(after), [pairs[before[0] ?? 0]?.identity ?? '']);
      expect(rest(updated)).toBe(rest(sealed));
      const [old, now] = [wraps(sealed), wraps(updated)];
      expect(new Set(now.keys())).toEqual(new Set(recipients(after)));
      for (const [recipient, enc] of now) if (old.has(recipient)) expect(enc).toBe(old.get(recipient));
      const last = pairs[after.at(-1) ?? 0]?.identity ?? '';
      expect((await openYaml(updated, FILE, [last])).plain).toContain('hunter2-hunter2');
      for (const index of before.filter((one) => !after.includes(one)).slice(0, 1)) {
        await expect(openYaml(updated, FILE, [pairs[index]?.identity ?? ''])).rejects.toThrow(/no identity at hand/);
      }
    });
    await fc.assert(property, cases(30, 200));
  }, 60_000);
});

describe('recipients of a file', () => {
  test('are brought to the order of the rule, in every document, and again changes nothing', async () => {
    const identities = [pairs[0]?.identity ?? ''];
    const updated = await updateRecipients(await seal([0, 1]), FILE, recipients([2, 1]), identities);
    expect([...wraps(updated).keys()]).toEqual(recipients([2, 1]));
    expect(updated.match(/BEGIN AGE/g)).toHaveLength(4);
    expect(await updateRecipients(updated, FILE, recipients([1, 2]), [])).toBe(updated);
  });

  test('are removed without any identity, but added only with one that opens the file', async () => {
    const sealed = await seal([0, 1]);
    expect([...wraps(await updateRecipients(sealed, FILE, recipients([0]), [])).keys()]).toEqual(recipients([0]));
    const stranger = [pairs[3]?.identity ?? ''];
    await expect(updateRecipients(sealed, FILE, recipients([0, 2]), stranger)).rejects.toThrow(/no identity at hand/);
  });

  test('do not grow where the file was tampered with, or a recipient is none', async () => {
    const identities = [pairs[0]?.identity ?? ''];
    const sealed = await seal([0]);
    const tampered = sealed.replace('type: Opaque', 'type: Other');
    await expect(updateRecipients(tampered, FILE, recipients([0, 1]), identities)).rejects.toThrow(/MAC/);
    await expect(updateRecipients(sealed, FILE, ['age1nonsense'], identities)).rejects.toThrow(/no age recipient/);
  });

  test('are compared as sets', () => {
    expect(compareRecipients(['a', 'b'], ['b', 'a'])).toBeUndefined();
    expect(compareRecipients(['a', 'b', 'c'], ['d', 'b'])).toEqual({ added: ['d'], removed: ['a', 'c'] });
  });
});
