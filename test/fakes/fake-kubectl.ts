import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.js';

interface FakeKubectlState {
  /**
   * Status of an object by its name, or of everything in a namespace, as `get --output json` gives it: one a question,
   * the last one for ever.
   */
  readonly statuses: Record<string, readonly unknown[]>;
  /** What `get` prints, by its first words: `get pods`. */
  readonly answers: Record<string, unknown>;
  /** Commands that fail, by their first words. */
  readonly failures: Record<string, string>;
  readonly calls: readonly {
    readonly args: readonly string[];
    readonly input: string;
    readonly env: readonly string[];
  }[];
}

const SCRIPT = `
import { readFileSync, writeFileSync } from 'node:fs';
const file = process.env.FAKE_KUBECTL_STATE;
const state = JSON.parse(readFileSync(file, 'utf8'));
const args = process.argv.slice(2);
const input = args.includes('-') ? readFileSync(0, 'utf8') : '';
state.calls.push({ args, input, env: Object.keys(process.env) });
const words = args.filter((argument) => !argument.startsWith('--context'));
const failure = Object.entries(state.failures).find(([on]) => words.join(' ').startsWith(on));
const answer = Object.entries(state.answers).find(([on]) => words.join(' ').startsWith(on));
let code = 0;
if (failure !== undefined) {
  process.stderr.write(failure[1] + '\\n');
  code = 1;
} else if (answer !== undefined) {
  process.stdout.write(JSON.stringify(answer[1]));
} else if (words[0] === 'get') {
  const left = state.statuses[words[2]] ?? state.statuses[words[words.indexOf('--namespace') + 1]] ?? [{}];
  process.stdout.write(JSON.stringify({ status: left[0] }));
  if (left.length > 1) left.shift();
}
writeFileSync(file, JSON.stringify(state));
process.exit(code);
`;

/** A FAKE of kubectl on a PATH of its own: it remembers what it was asked, and reaches no cluster. */
export class FakeKubectl {
  readonly #folder: string;

  constructor(state: Partial<FakeKubectlState> = {}) {
    this.#folder = temporaryFolder({ 'fake.mjs': SCRIPT });
    const script = `#!/bin/sh\nexec "${process.execPath}" "${join(this.#folder, 'fake.mjs')}" "$@"\n`;
    writeFileSync(join(this.#folder, 'kubectl'), script);
    chmodSync(join(this.#folder, 'kubectl'), 0o755);
    writeFileSync(this.#file, JSON.stringify({ statuses: {}, answers: {}, failures: {}, calls: [], ...state }));
  }

  get env(): Record<string, string> {
    return { PATH: this.#folder, FAKE_KUBECTL_STATE: this.#file };
  }

  get calls(): FakeKubectlState['calls'] {
    return (JSON.parse(readFileSync(this.#file, 'utf8')) as FakeKubectlState).calls;
  }

  get #file(): string {
    return join(this.#folder, 'state.json');
  }
}
