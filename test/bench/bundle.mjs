// Bundles contestants as launch.mjs does it with the command line.
import { build } from 'esbuild';

/** Each of `names` in test/bench becomes `<outdir>/<name>.mjs`. */
export async function bundle(root, outdir, names) {
  await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => `test/bench/${name}.ts`),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    external: ['@peculiar/x509', 'reflect-metadata'],
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
}
