import { describe, expect, test } from '@jest/globals';
import { consequencesOf, rotationNotes } from '../../../lib/secrets/change/consequences.js';
import type { SecretConsumer } from '../../../lib/secrets/consumers/consumers.js';
import { GENERATED, sealedFile } from '../declarations.js';

const consumer = (kind: string, name: string, others: Partial<SecretConsumer> = {}): SecretConsumer => ({
  id: { group: 'apps', kind, namespace: 'db', name },
  keepsPods: true,
  ...others,
});
const CONSUMERS = new Map([
  [
    'db/main',
    [
      consumer('Deployment', 'web', { restart: 'checksum' }),
      consumer('Deployment', 'api', { restart: 'reloader' }),
      consumer('StatefulSet', 'old'),
      consumer('Job', 'once', { keepsPods: false }),
    ],
  ],
]);

describe('a changed secret', () => {
  test('with new values restarts what notices, and names what keeps the old one', () => {
    expect(consequencesOf([{ secret: 'db/main', keys: ['password'] }], CONSUMERS)).toEqual({
      restarts: [
        { workload: 'Deployment/db/api', by: 'reloader' },
        { workload: 'Deployment/db/web', by: 'checksum' },
      ],
      keepOld: ['StatefulSet/db/old'],
    });
  });

  test('with a new data key alone restarts what has a checksum of the ciphertext, and nothing else notices', () => {
    expect(consequencesOf([{ secret: 'db/main', keys: [] }], CONSUMERS)).toEqual({
      restarts: [{ workload: 'Deployment/db/web', by: 'checksum' }],
      keepOld: [],
    });
  });

  test('that nobody uses has no consequence', () => {
    expect(consequencesOf([{ secret: 'x/y', keys: ['a'] }], CONSUMERS)).toEqual({ restarts: [], keepOld: [] });
  });

  test('says what its declaration says must change by hand, of the keys that change alone', () => {
    const file = sealedFile('db/main', { password: { ...GENERATED, rotation: 'ALTER ROLE' }, other: GENERATED });
    expect(rotationNotes([{ secret: 'db/main', keys: ['password', 'other'] }], [file])).toEqual([
      { key: 'db/main:password', note: 'ALTER ROLE' },
    ]);
    expect(rotationNotes([{ secret: 'db/main', keys: ['other'] }], [file])).toEqual([]);
  });
});
