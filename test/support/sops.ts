import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../lib/system/find-tool.js';
import type { GoSource } from '../../lib/system/tools/catalog.js';
import { provideTools } from '../../lib/system/tools/provide.js';

/** A release that knows post-quantum keys, which those of the package registries do not yet. */
const RECENT: GoSource = {
  client: 'go',
  module: 'github.com/getsops/sops/v3',
  command: 'cmd/sops',
  tool: '3.13.3',
  sum: 'h1:saYczbT88kD1saNChe1cAbFQe5mrRhTIfEw3TaEcmK0=',
};

/**
 * Path of sops 3.13, built once (a minute or three) and then kept in dist/. Says how far it is, and why there is none:
 * without Go it cannot be had.
 */
export async function recentSops(): Promise<string | undefined> {
  const started = performance.now();
  const progress = setInterval(() => {
    process.stderr.write(`building sops ${RECENT.tool}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  }, 15_000);
  try {
    const [sops] = await provideTools(['sops'], {
      root: join(projectRoot(), 'dist', `sops-${RECENT.tool}`),
      sources: () => [RECENT],
      onTry: () => process.stderr.write(`building sops ${RECENT.tool} with Go, once\n`),
    });
    if (sops !== undefined && sops.state !== 'missing') return sops.path;
    process.stderr.write(`no sops ${RECENT.tool}: ${sops?.reasons.join('; ') ?? 'it cannot be built'}\n`);
    return undefined;
  } finally {
    clearInterval(progress);
  }
}

export interface SopsResult {
  readonly ok: boolean;
  /** What it printed, or the file after a command that edits it in place. */
  readonly text: string;
  readonly error: string;
}

/** The real tool in a folder of its own, without any key but those it is given. */
export class Sops {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sops-'));
  private files = 0;

  constructor(
    private readonly binary: string,
    private readonly identity: string,
  ) {}

  /** Configuration with one rule for all files; gives the arguments that name it. */
  config(rule: Readonly<Record<string, unknown>>): readonly string[] {
    const path = join(this.folder, `config-${this.files++}.yaml`);
    writeFileSync(path, JSON.stringify({ creation_rules: [rule] }));
    return ['--config', path];
  }

  encrypt(text: string, config: readonly string[]): Promise<SopsResult> {
    return this.run([...config, 'encrypt', '--input-type', 'yaml', '--output-type', 'yaml', 'FILE'], text);
  }

  decrypt(text: string): Promise<SopsResult> {
    return this.run(['decrypt', 'FILE'], text);
  }

  /** Sets a value in place; `path` as sops writes it: `["stringData"]["port"]`. */
  async set(text: string, path: string, value: string): Promise<SopsResult> {
    return this.run(['set', 'FILE', path, JSON.stringify(value)], text, true);
  }

  /** Runs it; `FILE` among the arguments stands for a file with the text. */
  async run(args: readonly string[], text: string, inPlace = false): Promise<SopsResult> {
    const file = join(this.folder, `${this.files++}.yaml`);
    await writeFile(file, text);
    const env = { ...process.env, SOPS_AGE_KEY: this.identity, XDG_CONFIG_HOME: this.folder, HOME: this.folder };
    const all = args.map((argument) => (argument === 'FILE' ? file : argument));
    const result = await new Promise<SopsResult>((resolve) => {
      execFile(this.binary, all, { cwd: this.folder, env, maxBuffer: 64 << 20 }, (error, out, err) =>
        resolve({ ok: error === null, text: out, error: err }),
      );
    });
    return inPlace && result.ok ? { ...result, text: await readFile(file, 'utf8') } : result;
  }

  /** Removes its folder. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
