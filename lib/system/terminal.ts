import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { InputError } from '../model/error.js';

/** How long the further lines of a paste may take to arrive, in milliseconds. */
const PASTE_MS = 50;

/** Whether a person can be asked: keys come in from a terminal, and questions are seen. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Whether a person sees what this process prints. */
export function stdoutIsTerminal(): boolean {
  return process.stdout.isTTY === true;
}

/** Prints text as it is, without a line break. */
export function writeStdout(text: string): void {
  process.stdout.write(text);
}

/** All that is piped into this process. @throws InputError where nothing is, but a terminal would show what is typed. */
export async function readStdin(): Promise<Uint8Array> {
  if (process.stdin.isTTY) throw new InputError('nothing is piped in');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * Asks a person for one line. What is typed to a hidden question appears nowhere, and no history keeps it.
 *
 * @throws InputError when the person ends the input, or pastes several lines: all but the first would go to the shell.
 */
export async function ask(question: string, { hidden }: { readonly hidden: boolean }): Promise<string> {
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  // From here on the terminal shows nothing by itself, so what is typed early is not shown either.
  process.stderr.write(`${question} `);
  try {
    return await oneLine(lines);
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
}

function oneLine(lines: Interface): Promise<string> {
  const received: string[] = [];
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      received.push(line);
      if (received.length > 1) return;
      setTimeout(() => {
        if (received.length === 1) resolve(line);
        else reject(new InputError('the answer has several lines', 'give it by --file FILE or by a pipe'));
      }, PASTE_MS);
    });
    let interrupted = false;
    lines.on('SIGINT', () => {
      interrupted = true;
      lines.close();
      process.stderr.write('\n');
      // As if the terminal had sent it: whoever has something to tidy up does so, then the process ends.
      if (!process.emit('SIGINT', 'SIGINT')) process.kill(process.pid, 'SIGINT');
    });
    lines.on('close', () => {
      if (received.length === 0 && !interrupted) reject(new InputError('there was no answer'));
    });
  });
}
