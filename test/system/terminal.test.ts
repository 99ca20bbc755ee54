import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { findInPath } from '../../lib/system/find-tool.js';
import { bundleText } from '../support/bundle-text.js';
import { sayAloud } from '../support/say-aloud.js';

// It gives a program a terminal (util-linux).
const script = process.platform === 'linux' ? findInPath('script') : undefined;
if (script === undefined) sayAloud('questions on a terminal: no script of util-linux on PATH');
const onTerminal = script === undefined ? describe.skip : describe;

const PROGRAM = `
import { createHash } from 'node:crypto';
import { ask, isInteractive, readStdin } from './lib/system/terminal.js';
if (process.env.TIDY === 'yes') process.on('SIGINT', () => { console.log('tidied'); process.exit(9); });
const hash = (text) => createHash('sha256').update(text).digest('hex');
try {
  if (process.env.PIPE === 'yes') console.log('read', hash(await readStdin()));
  else console.log('answer', hash(await ask('the token?', { hidden: process.env.HIDDEN === 'yes' })), String(isInteractive()));
} catch (error) {
  console.log('refused:', error.message, error.hint ?? '');
}
`;
let program = '';
const secret = randomBytes(12).toString('hex');

beforeAll(async () => {
  program = await bundleText(PROGRAM);
});

/** Runs the program on a terminal, types when it asks, and gives all that the terminal showed. */
function typed(keys: string, env: Record<string, string> = { HIDDEN: 'yes' }): Promise<string> {
  const command = `'${process.execPath}' '${program}'`;
  const child = spawn(script ?? '', ['-qec', command, '/dev/null'], { env: { ...process.env, ...env }, stdio: 'pipe' });
  let shown = '';
  let asked = false;
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      shown += chunk;
      if (asked || !shown.includes('the token?')) return;
      asked = true;
      child.stdin.write(keys);
    });
    child.on('close', () => resolve(shown));
  });
}

async function hashOf(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex');
}

onTerminal('a hidden question', () => {
  test('takes what is typed, corrections included, and shows none of it', async () => {
    const shown = await typed(`${secret}x\u007f\r`);
    expect(shown).toContain(`answer ${await hashOf(secret)} true`);
    expect(shown).not.toContain(secret.slice(0, 4));
  });

  test('refuses several pasted lines, and none of them reaches the terminal', async () => {
    const shown = await typed(`${secret}\r${secret}\r${secret}\r`);
    expect(shown).toContain('refused: the answer has several lines');
    expect(shown).not.toContain(secret.slice(0, 4));
  });

  test('ends with Ctrl-D and Ctrl-C', async () => {
    expect(await typed('\u0004')).toContain('refused: there was no answer');
    const interrupted = await typed(`${secret}\u0003`);
    expect(interrupted).not.toContain('answer');
    expect(interrupted).not.toContain(secret.slice(0, 4));
    // Whoever has plaintext somewhere still removes it.
    expect(await typed('\u0003', { HIDDEN: 'no', TIDY: 'yes' })).toContain('tidied');
  });
});

onTerminal('on a terminal', () => {
  test('an open question shows what is typed', async () => {
    expect(await typed('yes\r', { HIDDEN: 'no' })).toContain('the token? yes');
  });

  test('nothing counts as piped in, since all would be shown', async () => {
    expect(await typed('', { PIPE: 'yes' })).toContain('refused: nothing is piped in');
  });
});

test('what is piped in comes byte for byte', async () => {
  const child = spawn(process.execPath, [program], { env: { PIPE: 'yes' }, stdio: 'pipe' });
  child.stdin.end(`${secret}\n\n`);
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  expect(out).toBe(`read ${await hashOf(`${secret}\n\n`)}\n`);
});
