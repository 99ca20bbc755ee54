import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { findTool } from '../../lib/system/find-tool.js';
import { sealTampered } from '../secrets/sops/tampered-file.js';
import { TAMPERINGS } from '../secrets/sops/tampering.js';
import { sayAloud } from '../support/say-aloud.js';
import { Sops } from '../support/sops.js';

const binary = findTool('sops');
if (binary === undefined) sayAloud('tampered files with sops: none on PATH or in dist/tools/bin');
const whenPresent = binary === undefined ? describe.skip : describe;

whenPresent('what the real sops makes of a file that somebody changed is what the table says', () => {
  let sealed = '';
  let sops: Sops;

  beforeAll(async () => {
    const { identity, recipient } = await generateKeyPair();
    sops = new Sops(binary ?? 'sops', identity);
    sealed = await sealTampered(recipient);
  });
  afterAll(() => sops.close());

  test.each(TAMPERINGS)('$what: $sopsOpens', async ({ change, sopsOpens }) => {
    expect((await sops.decrypt(change(sealed))).ok).toBe(sopsOpens);
  });

  test('nothing changed: it opens', async () => {
    expect((await sops.decrypt(sealed)).ok).toBe(true);
  });
});
