import { beforeAll, describe, expect, test } from '@jest/globals';
import type { SealingKeyPair } from '../../../lib/secrets/sealed-secrets/key-pair.js';
import { codesOf } from '../change/change-memory.js';
import { ASKED, GENERATED } from '../declarations.js';
import { CERTIFICATE_PATH, controllerKey, sealedSecretFile, unsealFile } from '../sealed-secrets/controller.js';
import { errors, treeOf } from './importing-tree.js';

let controller: SealingKeyPair;
beforeAll(async () => {
  controller = await controllerKey();
});

describe('a SealedSecret', () => {
  const CSI = sealedSecretFile('csi/proxmox', { token: ASKED, secret: GENERATED });
  const treeOfCsi = (made = true) => treeOf([CSI], made, controller.certificate);

  test('takes values without any key; what is there already gives way only with leave', async () => {
    const tree = await treeOfCsi();
    await tree.take([CSI], [[CSI, { token: 'real' }]], { identities: [] });
    expect(unsealFile(tree.texts.get(CSI.path) ?? '', controller)).toMatchObject({ token: 'real' });
    const again = await tree.take([CSI], [[CSI, { token: 'other' }]]);
    expect(errors(again)).toMatchObject([
      { code: 'SECRET_VALUE_EXISTS', message: expect.stringContaining('nobody here') },
    ]);
    await tree.take([CSI], [[CSI, { token: 'other' }]], { replace: true });
    expect(unsealFile(tree.texts.get(CSI.path) ?? '', controller)).toMatchObject({ token: 'other' });
  });

  test('is made where there is none', async () => {
    const tree = await treeOfCsi(false);
    const plan = await tree.take([CSI], [[CSI, { token: 'real', secret: 'imported' }]]);
    expect(plan.write).toMatchObject([{ path: CSI.path, created: true, keys: ['token', 'secret'] }]);
    expect(unsealFile(tree.texts.get(CSI.path) ?? '', controller)).toEqual({ token: 'real', secret: 'imported' });
  });

  test('is not sealed for the published example', async () => {
    const tree = await treeOfCsi();
    tree.texts.delete(CERTIFICATE_PATH);
    const plan = await tree.take([CSI], [[CSI, { token: 'real' }]]);
    expect(codesOf(plan)).toContain('SECRET_CERTIFICATE');
    expect(plan.write).toEqual([]);
  });
});
