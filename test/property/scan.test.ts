import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { inspectParsed, inspectYaml } from '../../lib/secrets/sops/inspect.js';
import { scanFile } from '../../lib/secrets/sops/scan.js';
import { sealYaml } from '../../lib/secrets/sops/seal.js';
import { parsedFile, scannedFile } from '../secrets/sops/plain-form.js';
import { cases } from '../support/cases.js';

const FILE = 'kubernetes/x/secret.sops.yaml';
const { recipient } = await generateKeyPair();
const options = { file: FILE, recipients: [recipient], lastModified: new Date(0), random: randomBytes };
const LABELS = [
  'plain',
  '"quoted"',
  "'single'",
  'a b',
  '"12:30"',
  '12:30',
  '0777',
  '1.5',
  'true',
  '""',
  '~',
  'x:y',
  '-a',
];

const SEALED = await Promise.all(
  ['Opaque', 'kubernetes.io/dockerconfigjson'].flatMap((type) =>
    LABELS.map((label) =>
      sealYaml(
        `apiVersion: v1\nkind: Secret\nmetadata:\n    name: n8n\n    namespace: automation\n    labels:\n        app: ${label}\n` +
          `type: ${type}\nstringData:\n    # how to get in\n    .dockerconfigjson: hunter2\n    PORT_1: "5678"\n`,
        options,
      ),
    ),
  ),
);

/** What a judge makes of a text: its view, or its error. */
function judged(judge: (text: string, file: string) => unknown, text: string): unknown {
  try {
    return { view: judge(text, FILE) };
  } catch (error) {
    return { error: String(error) };
  }
}

function expectSameJudgement(text: string): void {
  const scanned = scanFile(text);
  if (scanned !== undefined) expect(scannedFile(scanned)).toEqual(parsedFile(text, FILE));
  expect(judged(inspectYaml, text)).toEqual(judged(inspectParsed, text));
}

// Whatever means something in YAML, whole or in part.
const piece = fc.constantFrom(
  ...'\n|\r\n|\r|\t| |  |    |:|: |:\n| #|#|# x|- |-|? |? a\n|"|\'|\\|\\n|[|]|{|}|,|&a |*a|!!str |!x |%|@|`|>|>-\n||-\n'.split(
    '|',
  ),
  '|',
  '|\n',
  '| # c\n',
  '|2\n',
  '|+\n',
  '---\n',
  '...\n',
  '--- ',
  '<<: ',
  'null',
  'true',
  '~',
  '.inf',
  '0x1',
  '1e3',
  '\u0000',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ud800',
  'ü',
  '🔑',
  '\n\n',
  '\n    \n',
  '__proto__: ',
  'sops:\n',
  'sops: x\n',
  'age: []\n',
  'kind: Secret\n',
  '    a: b\n',
  '        a: b\n',
  '    a:\n',
  '      - b\n',
  '    - b: c\n',
);
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const edit = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at: place, text: piece }),
  fc.record({ kind: fc.constant('replace' as const), at: place, text: piece }),
  fc.record({ kind: fc.constant('remove' as const), at: place, text: fc.constant('') }),
  fc.record({
    kind: fc.constant('indent' as const),
    at: place,
    text: fc.constantFrom('', ' ', '  ', '      ', '- ', '\t'),
  }),
  fc.record({ kind: fc.constant('copy line' as const), at: place, text: fc.constant('') }),
  fc.record({ kind: fc.constant('drop line' as const), at: place, text: fc.constant('') }),
);

function edited(text: string, { kind, at, text: added }: { kind: string; at: number; text: string }): string {
  const lines = text.split('\n');
  const index = Math.floor(at * lines.length);
  const line = lines[index] ?? '';
  if (kind === 'indent') lines[index] = added + line.trimStart();
  else if (kind === 'copy line') lines.splice(index, 0, line);
  else if (kind === 'drop line') lines.splice(index, 1);
  else {
    const offset = Math.floor(at * text.length);
    return text.slice(0, offset) + added + text.slice(offset + (kind === 'insert' ? 0 : 1));
  }
  return lines.join('\n');
}

describe('a file is judged alike whether it is scanned or parsed', () => {
  test('what we seal is scanned, so that status over thousands of files is quick', () => {
    for (const text of SEALED) expect(scanFile(text) === undefined).toBe(/app: (~|-a)$/m.test(text));
    for (const text of SEALED) expectSameJudgement(text);
  });

  test.each(['\u2028', '\u2029', '\u0085', '\u0007', '\ufeff', '\r', '\t'])('%j anywhere', (character) => {
    const [sealed = ''] = SEALED;
    for (const { index = 0 } of sealed.matchAll(/[: #"[]/g)) {
      expectSameJudgement(sealed.slice(0, index) + character + sealed.slice(index));
    }
    for (const text of [`# ${character}\n${sealed}`, `${sealed}# x ${character} kind: y\n`]) expectSameJudgement(text);
  });

  test('a file that only looks canonical', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SEALED), fc.array(edit, { minLength: 1, maxLength: 4 }), (sealed, edits) => {
        expectSameJudgement(edits.reduce(edited, sealed));
      }),
      cases(200, 1500),
    );
  });

  test('short texts of all that YAML has', () => {
    const indent = fc.constantFrom('', '', '', '    ', '    ', '  ');
    const key = fc.oneof(
      { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{1,2}$/) },
      { weight: 1, arbitrary: fc.constantFrom('sops', 'null', '.inf', '.x', '"q"', '1', 'a b', '__proto__') },
    );
    const scalar = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('x', '', '', '"x"', "'x'", '[]', 'a:b', '^(a|b)$', '12:30', '.5') },
      { weight: 1, arbitrary: fc.constantFrom('|', '""', 'a: b', 'x #y', 'ENC[a]', '"a\\n"', '1', '>', '"', "'a'b'") },
    );
    const entry = fc
      .tuple(indent, fc.constantFrom('', '', '', '- '), key, scalar)
      .map(([spaces, dash, name, text]) => `${spaces}${dash}${name}:${text === '' ? '' : ' '}${text}\n`);
    const other = fc
      .tuple(indent, fc.constantFrom('# c\n', '- x\n', 'x\n', '\n', '---\n'))
      .map((parts) => parts.join(''));
    const line = fc.oneof({ weight: 8, arbitrary: entry }, { weight: 1, arbitrary: other });
    let scanned = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 7 }), (lines) => {
        const text = lines.join('');
        expectSameJudgement(text);
        if (scanFile(text) !== undefined) scanned++;
      }),
      cases(400, 3000),
    );
    // Otherwise nothing was compared.
    expect(scanned).toBeGreaterThan(10);
  });
});
