import { join } from 'node:path';
import { build } from 'esbuild';
import { temporaryFolder } from './temporary-folder.js';

/** A program that a test wrote, which imports from `./lib`, as a file that a process of its own can run. */
export async function bundleText(program: string): Promise<string> {
  const outfile = join(temporaryFolder(), 'program.mjs');
  await build({
    stdin: { contents: program, resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  return outfile;
}
