import { describe, expect, test } from '@jest/globals';
import type { SecretKey } from '../../../lib/model/secret.js';
import { chooseRotation, type RotationRequest } from '../../../lib/secrets/change/choose-rotation.js';
import { keyId } from '../../../lib/secrets/problem.js';
import { ASKED, copied, GENERATED, given, sealedFile } from '../declarations.js';

const half = (name: 'private' | 'public'): SecretKey => ({
  source: { from: 'ssh-key', pair: 'git', half: name, comment: 'n8n' },
});
const DB = sealedFile('db/main', { password: GENERATED, token: ASKED, user: given('app') });
const APP = sealedFile('app/copy', { password: copied('db/main', 'password') });
const GIT = sealedFile('n8n/git', { 'identity.pub': half('public'), identity: half('private') });
const CONSTANT = sealedFile('x/constant', { domain: given('example.org') });
const SEALED = { ...sealedFile('csi/token', { token: ASKED }), certificate: 'sealing.pem' };

function choose(secrets: readonly string[], request: Partial<RotationRequest> = {}) {
  const files = [DB, APP, GIT, CONSTANT, SEALED];
  const rotation = chooseRotation({ files, secrets: new Set(secrets), named: true, ...request });
  return {
    rekeyed: [...rotation.rekeyed],
    renewed: rotation.renewed.map(({ ref }) => keyId(ref)),
    followers: rotation.followers.map(({ ref }) => keyId(ref)),
    problems: rotation.problems.map(({ message }) => message),
  };
}

describe('a rotation', () => {
  test('without values gives the named files a new data key, and touches no other', () => {
    expect(choose(['db/main'])).toEqual({ rekeyed: ['db/main'], renewed: [], followers: [], problems: [] });
  });

  test('with values renews all that have one of their own, and names what follows', () => {
    expect(choose(['db/main'], { values: [] })).toEqual({
      rekeyed: ['db/main'],
      renewed: ['db/main:password', 'db/main:token'],
      followers: ['app/copy:password'],
      problems: [],
    });
    expect(choose(['n8n/git'], { values: [] })).toMatchObject({
      renewed: ['n8n/git:identity'],
      followers: ['n8n/git:identity.pub'],
    });
  });

  test('renews named keys alone, and refuses those that have no value of their own', () => {
    expect(choose(['db/main'], { values: ['password'] })).toMatchObject({
      renewed: ['db/main:password'],
      problems: [],
    });
    expect(choose(['db/main'], { values: ['user'] }).problems).toEqual(['key "user" is a constant of the charts']);
    expect(choose(['app/copy'], { values: ['password'] }).problems).toEqual([
      'key "password" is made of db/main:password',
    ]);
  });

  test('of a named secret that has nothing to renew says where its values come from', () => {
    expect(choose(['app/copy'], { values: [] }).problems).toEqual([
      'has no value of its own: it is made of db/main:password',
    ]);
    expect(choose(['x/constant'], { values: [] }).problems).toEqual(['holds constants of the charts alone']);
  });

  test('of all passes over what has nothing to renew', () => {
    const all = ['db/main', 'app/copy', 'n8n/git', 'x/constant', 'csi/token'];
    const { rekeyed, renewed, problems } = choose(all, { named: false, values: [] });
    expect(problems).toEqual([]);
    expect(rekeyed).toEqual(['db/main', 'app/copy', 'n8n/git', 'x/constant']);
    expect(renewed).toContain('csi/token:token');
  });

  test('of a SealedSecret without values is refused: its values have a key each', () => {
    expect(choose(['csi/token']).problems).toEqual(['is a SealedSecret, whose values have a key each']);
    expect(choose(['csi/token'], { values: [] })).toMatchObject({
      rekeyed: [],
      renewed: ['csi/token:token'],
      problems: [],
    });
  });
});
