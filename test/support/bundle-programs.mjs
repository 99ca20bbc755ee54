import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** How TypeScript becomes files that Node runs by themselves. What several need is in a file of its own. */
export const FOR_NODE = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
  // cdk8s requires Node's own modules.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
};

/**
 * Bundles programs with what they import of ours, as launch.mjs does it with the command line.
 *
 * @param entryPoints paths below `root`: each becomes `<outdir>/<its name>.mjs`
 */
export async function bundlePrograms(root, entryPoints, outdir) {
  // The certificates' library finds its parts at run time by `reflect-metadata`, which must be there once.
  const external = ['@peculiar/x509', 'reflect-metadata'];
  // Parts have their hash in their name: those of older bundles would stay for ever.
  for (const name of existsSync(outdir) ? readdirSync(outdir) : []) {
    if (name.endsWith('.mjs')) rmSync(join(outdir, name));
  }
  await build({ ...FOR_NODE, absWorkingDir: root, entryPoints, outdir, external });
}
