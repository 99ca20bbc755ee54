import type { CommittedTree, ResolvedCluster } from '../model/cluster.js';
import type { Finding } from '../model/finding.js';
import type { SealedFile } from '../model/secret.js';

/** SOPS files that a cluster's units declare. Their text is the owner's: synth reads it and never writes it. */
export function sealedFiles(cluster: ResolvedCluster): SealedFile[] {
  return cluster.units.flatMap((unit) =>
    unit.secretFiles.map(({ declaration, file }) => ({
      declaration,
      path: `kubernetes/${cluster.name}/${unit.path}/${file}`,
    })),
  );
}

/** Committed ciphertext joins the tree as it is; what is missing is an error that says how to make it. */
export function seal(cluster: ResolvedCluster, committed: CommittedTree): Finding[] {
  const sourceOf = new Map(cluster.units.map((unit) => [unit.path, unit]));
  return sealedFiles(cluster).flatMap(({ declaration, path }): Finding[] => {
    if (committed.read(path) !== undefined) return [];
    const unit = sourceOf.get(path.slice(`kubernetes/${cluster.name}/`.length).replace(/\/[^/]*$/, ''));
    return [
      {
        code: 'SECRET_FILE_MISSING',
        severity: 'error',
        file: path,
        message: `the file of secret ${declaration.namespace}/${declaration.name} does not exist`,
        hint: 'make it with: npm run secrets -- init',
        origin: { cluster: cluster.name, unit: unit?.name ?? '', source: unit?.source ?? cluster.source },
      },
    ];
  });
}
