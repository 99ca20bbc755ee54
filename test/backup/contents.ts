import fc from 'fast-check';
import { type Backup, newBackup } from '../../lib/backup/format.js';

const word = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,12}$/);

/** Texts that people put in secrets, and those that break formats. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', ' ', '\n', 'a\nb\n', '"', '$HOME', '${X}', '---', 'null', '0123', '\u2028', '-----BEGIN AGE'),
);

const path = fc
  .array(word, { minLength: 2, maxLength: 4 })
  .map((parts) => `kubernetes/${parts.join('/')}.sops.yaml`)
  .filter((candidate) => !candidate.includes('/../') && !candidate.includes('/./'));

/** Every backup that this program could write. */
export const anyBackup: fc.Arbitrary<Backup> = fc
  .record({
    created: fc.constant('2026-01-02T03:04:05.000Z'),
    secrets: fc.uniqueArray(
      fc.record({
        path,
        text,
        selection: fc.constant({ kind: 'encrypted_regex' as const, pattern: '^(data|stringData)$' }),
        macOnlyEncrypted: fc.boolean(),
      }),
      { maxLength: 4, selector: (secret) => secret.path },
    ),
    environments: fc.uniqueArray(
      fc.record({ name: fc.tuple(word, word, word).map((parts) => parts.join('/')), definition: text }),
      { maxLength: 3, selector: (environment) => environment.name },
    ),
    stacks: fc.uniqueArray(
      fc.record({
        project: word,
        name: word,
        values: fc.dictionary(
          fc.tuple(word, word).map((parts) => parts.join(':')),
          fc.record({
            value: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value))),
            secret: fc.boolean(),
          }),
          { maxKeys: 3 },
        ),
      }),
      { maxLength: 2, selector: ({ project, name }) => `${project} ${name}` },
    ),
    missing: fc.array(fc.record({ name: text, reason: text }), { maxLength: 2 }),
  })
  .map((contents) => newBackup(contents));

/** A backup with one of everything. */
export const SMALL: Backup = newBackup({
  created: '2026-01-02T03:04:05.000Z',
  creationRules: 'creation_rules: []\n',
  secrets: [
    {
      path: 'kubernetes/alpha/apps/main.sops.yaml',
      secret: { namespace: 'db', name: 'main', type: 'Opaque', keys: ['password'] },
      text: 'stringData:\n    password: of-a-test\n',
      selection: { kind: 'encrypted_regex', pattern: '^(data|stringData)$' },
      macOnlyEncrypted: false,
    },
  ],
  environments: [{ name: 'org/project/dev', definition: 'values: {a: {fn::secret: of-a-test}}\n' }],
  stacks: [{ project: 'home', name: 'dev', values: { 'home:key': { value: 'of-a-test', secret: true } } }],
  missing: [],
});
