import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bundleText } from '../support/bundle-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

// What a person's process does, without the rest of the program: edits, and says on stdout what it got.
const PROGRAM = `
import { editText } from './lib/system/edit-text.js';
import { removeAbandonedFolders } from './lib/system/private-folder.js';
const { base, script, mode, text } = JSON.parse(process.env.TEST_INPUT);
delete process.env.TEST_INPUT;
removeAbandonedFolders([base]);
let rounds = 0;
const options = { editor: { program: '/bin/sh', args: ['-c', script, 'editor'] }, base, name: 'main.yaml', env: process.env };
await editText(text, options, async (edited) => {
  rounds += 1;
  if (mode === 'throw') throw new Error('a fault in judging');
  if (mode === 'exit') process.exit(7);
  if (mode === 'hang') { process.stdout.write('judging\\n'); await new Promise((resolve) => setTimeout(resolve, 60_000)); }
  process.stdout.write(edited + '\\n');
  return mode === 'again' && rounds === 1 ? 'again' : 'taken';
});
process.stdout.write('the end\\n');
`;
const WAIT = 'touch "$READY"; while [ ! -e "$GO" ]; do sleep 0.02; done';

// In memory where that is possible, as for a real edit; the folder is the test's own.
const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
let program = '';
const plaintext = `password: ${randomBytes(12).toString('hex')}`;
let base = '';
let outside = '';
const children: ChildProcess[] = [];

beforeAll(async () => {
  program = await bundleText(PROGRAM);
});
beforeEach(() => {
  base = mkdtempSync(join(parent, 'edit-text-test-'));
  outside = temporaryFolder();
});
afterEach(() => rmSync(base, { recursive: true, force: true }));
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
});

interface Run {
  readonly child: ChildProcess;
  readonly ready: () => Promise<void>;
  readonly end: Promise<{ code: number | null; signal: string | null; out: string; err: string }>;
}

/** Starts an edit in a process group of its own, as a shell does it for what is typed. */
function start(script: string, mode = 'take'): Run {
  const env = {
    ...process.env,
    READY: join(outside, 'ready'),
    GO: join(outside, 'go'),
    OUTSIDE: outside,
    TEST_INPUT: JSON.stringify({ base, script, mode, text: plaintext }),
  };
  const child = spawn(process.execPath, [program], { env, detached: true, stdio: 'pipe' });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const end = new Promise<Awaited<Run['end']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, end, ready: () => until(() => existsSync(join(outside, 'ready')) || out.includes('judging')) };
}

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('waited in vain');
}

const go = () => writeFileSync(join(outside, 'go'), '');
const left = () => readdirSync(base);

describe('an edited text', () => {
  test('is in a folder and a file that only its owner can look into, and is in no argument', async () => {
    const script = `${WAIT}; echo more >> "$1"`;
    const { child, ready, end } = start(script);
    await ready();
    const [folder = ''] = left();
    const file = join(base, folder, 'main.yaml');
    expect(readFileSync(file, 'utf8')).toBe(plaintext);
    expect([statSync(file).mode & 0o777, statSync(join(base, folder)).mode & 0o777]).toEqual([0o600, 0o700]);
    if (existsSync('/proc/self/cmdline')) {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        let line = '';
        try {
          line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        } catch {
          // It ended meanwhile.
        }
        expect(line).not.toContain(plaintext.slice('password: '.length));
      }
    }
    expect(child.pid).toBeDefined();
    go();
    expect(await end).toEqual({ code: 0, signal: null, out: `${plaintext}more\n\nthe end\n`, err: '' });
    expect(left()).toEqual([]);
  });

  test('comes back from an editor that replaces the file and leaves others beside it, which go too', async () => {
    const script = 'd=$(dirname "$1"); cp "$1" "$1~"; cp "$1" "$d/.main.yaml.swp"; echo new > "$d/n"; mv "$d/n" "$1"';
    expect(await start(script).end).toMatchObject({ code: 0, out: 'new\n\nthe end\n' });
    expect(left()).toEqual([]);
  });

  test('is opened again as it was saved when it is not taken', async () => {
    expect((await start('printf x >> "$1"', 'again').end).out).toBe(`${plaintext}x\n${plaintext}xx\nthe end\n`);
    expect(left()).toEqual([]);
  });

  test.each<[string, string, string, number]>([
    ['an editor that fails', 'exit 3', 'take', 1],
    ['an editor that is killed', 'kill -9 $$', 'take', 1],
    ['an editor that removes the file', 'rm "$1"', 'take', 1],
    ['an editor that saves what is no text', 'printf \'\\377\' > "$1"', 'take', 1],
    ['a fault in the program', 'true', 'throw', 1],
    ['process.exit', 'true', 'exit', 7],
  ])('leaves nothing behind after %s', async (_, script, mode, code) => {
    const result = await start(script, mode).end;
    expect(result.code).toBe(code);
    expect(result.err).not.toContain(plaintext.slice('password: '.length));
    expect(left()).toEqual([]);
  });
});

describe('a signal', () => {
  test('from Ctrl-C is the editor’s while it runs: what is saved afterwards is taken', async () => {
    const { child, ready, end } = start(`trap : INT; ${WAIT}; echo saved > "$1"`);
    await ready();
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 100));
    go();
    expect(await end).toMatchObject({ code: 0, signal: null, out: 'saved\n\nthe end\n' });
    expect(left()).toEqual([]);
  });

  test('from Ctrl-C that ends the editor ends the edit, and nothing is left', async () => {
    const { child, ready, end } = start(WAIT);
    await ready();
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const { code, err } = await end;
    expect(code).toBe(1);
    expect(err).toMatch(/the editor "sh" (?:was ended by SIGINT|ended with code 130)/);
    expect(left()).toEqual([]);
  });

  test.each<NodeJS.Signals>(['SIGTERM', 'SIGHUP'])(
    '%s ends the editor, then the program, and nothing is left',
    async (signal) => {
      const { child, ready, end } = start(WAIT);
      await ready();
      child.kill(signal);
      expect(await end).toMatchObject({ code: null, signal });
      expect(left()).toEqual([]);
    },
  );

  test('ends an editor that does not care, too', async () => {
    const { child, ready, end } = start(`trap : TERM; echo $$ > "$OUTSIDE/pid"; ${WAIT}`);
    await ready();
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(left()).toEqual([]);
    const editor = Number(readFileSync(join(outside, 'pid'), 'utf8'));
    expect(() => process.kill(editor, 0)).toThrow(/ESRCH/);
  });

  test.each<NodeJS.Signals>(['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'])(
    '%s while no editor runs ends the program, and nothing is left',
    async (signal) => {
      const { child, ready, end } = start('true', 'hang');
      await ready();
      child.kill(signal);
      expect(await end).toMatchObject({ code: null, signal });
      expect(left()).toEqual([]);
    },
  );
});

describe('what a kill -9 leaves behind', () => {
  test('is removed by the next edit, and what belongs to a running one is not', async () => {
    const killed = start(`echo $$ > "$OUTSIDE/pid"; ${WAIT}`);
    await killed.ready();
    killed.child.kill('SIGKILL');
    process.kill(Number(readFileSync(join(outside, 'pid'), 'utf8')), 'SIGKILL');
    await killed.end;
    const [dead = ''] = left();
    expect(readFileSync(join(base, dead, 'main.yaml'), 'utf8')).toBe(plaintext);

    rmSync(join(outside, 'ready'));
    const running = start(WAIT);
    await running.ready();
    const [alive = '', ...others] = left();
    expect(alive).not.toBe(dead);
    expect(others).toEqual([]);

    mkdirSync(join(base, 'homelab-secrets-somebody-elses'));
    expect((await start('true').end).code).toBe(0);
    expect(left().sort()).toEqual([alive, 'homelab-secrets-somebody-elses'].sort());
    go();
    expect((await running.end).code).toBe(0);
    expect(left()).toEqual(['homelab-secrets-somebody-elses']);
  });
});
