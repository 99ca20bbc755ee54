import type { CommittedTree, ResolvedCluster } from '../model/cluster.js';
import type { Finding } from '../model/finding.js';
import type { Origin } from '../model/manifest.js';
import type { SealedFile } from '../model/secret.js';
import { readShownFile, type ShownFile, type UnreadableFile } from '../secrets/file/shown-file.js';

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
  const needed = new Map<string, { readonly message: string; readonly origin: Origin }>();
  for (const { declaration, path, certificate, origin } of sealedFiles(cluster)) {
    const secret = `secret ${declaration.namespace}/${declaration.name}`;
    needed.set(path, { message: `the file of ${secret} does not exist`, origin });
    if (certificate !== undefined) {
      needed.set(certificate, { message: `the certificate that ${secret} is sealed for does not exist`, origin });
    }
  }
  return [...needed]
    .filter(([path]) => committed.read(path) === undefined)
    .map(([file, { message, origin }]) => ({
      code: 'SECRET_FILE_MISSING',
      severity: 'error',
      file,
      message,
      hint: 'make it with: npm run secrets -- init',
      origin,
    }));
}

/** What the sealed files that exist show to everyone, and the certificates they are for: the rules look into them. */
export function readSealed(
  cluster: ResolvedCluster,
  committed: CommittedTree,
): { readonly sealed: (ShownFile | UnreadableFile)[]; readonly certificates: ReadonlyMap<string, string> } {
  const certificates = new Map<string, string>();
  const sealed = sealedFiles(cluster).flatMap((file) => {
    const certificate = file.certificate === undefined ? undefined : committed.read(file.certificate);
    if (file.certificate !== undefined && certificate !== undefined) certificates.set(file.certificate, certificate);
    const text = committed.read(file.path);
    return text === undefined ? [] : [readShownFile(file, text)];
  });
  return { sealed, certificates };
}
