import type { CommittedTree, ResolvedCluster } from '../model/cluster.js';
import type { Finding } from '../model/finding.js';
import type { Origin } from '../model/manifest.js';
import type { SealedFile } from '../model/secret.js';

/** Sealed files that a cluster's units declare. Their text is the owner's: synth reads it and never writes it. */
export function sealedFiles(cluster: ResolvedCluster): (SealedFile & { readonly origin: Origin })[] {
  return cluster.units.flatMap((unit) =>
    unit.secretFiles.map(({ file, ...secret }) => ({
      ...secret,
      path: `kubernetes/${cluster.name}/${unit.path}/${file}`,
      origin: { cluster: cluster.name, unit: unit.name, source: unit.source },
    })),
  );
}

/** Committed ciphertext joins the tree as it is; what is missing is an error that says how to make it. */
export function seal(cluster: ResolvedCluster, committed: CommittedTree): Finding[] {
  return sealedFiles(cluster)
    .filter(({ path }) => committed.read(path) === undefined)
    .map(({ declaration, path, origin }) => ({
      code: 'SECRET_FILE_MISSING',
      severity: 'error',
      file: path,
      message: `the file of secret ${declaration.namespace}/${declaration.name} does not exist`,
      hint: 'make it with: npm run secrets -- init',
      origin,
    }));
}
