import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.js';

interface FakeState {
  /** The user's own organization, which `env ls` leaves out. */
  readonly user: string;
  /** Definitions with secrets in clear, by organization/project/environment. */
  readonly environments: Record<string, string>;
  readonly stacks: readonly string[];
  /** Configuration that the project brings, not the stack. */
  readonly inherited: Record<string, unknown>;
  /** Masks even with --show-secrets, as an account without the right to open does. */
  readonly alwaysMask: boolean;
  /** Refuses every definition with a message and exit code 0. */
  readonly refuseDefinitions: boolean;
  /** Commands that fail. `{stdin}` in a message is what came by stdin. */
  readonly failures: readonly { readonly on: string; readonly message: string; readonly stdout?: string }[];
  readonly calls: readonly { readonly args: readonly string[]; readonly env: readonly string[] }[];
}

/** A FAKE of the Pulumi CLI on a PATH of its own: nothing of it reaches a network. */
export class FakePulumi {
  readonly #folder: string;

  constructor(state: Partial<FakeState> = {}, name: 'pulumi' | 'esc' = 'pulumi') {
    const script = join(process.cwd(), 'test', 'fakes', 'fake-pulumi-cli.mjs');
    this.#folder = temporaryFolder({ [name]: `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n` });
    chmodSync(join(this.#folder, name), 0o755);
    this.update({
      user: 'mrsimpson',
      environments: {},
      stacks: [],
      inherited: {},
      alwaysMask: false,
      refuseDefinitions: false,
      failures: [],
      calls: [],
      ...state,
    });
  }

  /** What a command needs to find it. */
  get env(): Record<string, string> {
    return { PATH: this.#folder, FAKE_PULUMI_STATE: this.#file };
  }

  get state(): FakeState {
    return JSON.parse(readFileSync(this.#file, 'utf8'));
  }

  /** Every argument that it was ever given, one a line. */
  get arguments(): string {
    return this.state.calls.flatMap(({ args }) => args).join('\n');
  }

  update(changes: Partial<FakeState>): void {
    const before = changes.calls === undefined ? this.state : {};
    writeFileSync(this.#file, JSON.stringify({ ...before, ...changes }));
  }

  get #file(): string {
    return join(this.#folder, 'state.json');
  }
}
