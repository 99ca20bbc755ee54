import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { readZipMember } from './tools/archive.js';
import { ChecksumError, downloadWheel } from './tools/obtain.js';
import { makeWorkFolder } from './tools/work-folder.js';

/** Where the published schemas of Kubernetes come from: a package of data, the same on every machine. */
const SOURCE = {
  package: 'kubernetes-validate',
  version: '1.37.0',
  tag: 'any',
  sha256: '85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9',
} as const;

/** The definitions of one Kubernetes version, as published. */
export interface PublishedSchemas {
  /** `1.34`. */
  readonly version: string;
  /** Package and version. */
  readonly from: string;
  readonly definitions: Readonly<Record<string, object>>;
}

/**
 * Downloads the published schemas of some Kubernetes minors (`1.34`), through pip.
 *
 * @throws Error when pip is missing or fails, when what arrives is not what was pinned, or when it has no such minor.
 */
export async function downloadSchemas(root: string, minors: readonly string[]): Promise<readonly PublishedSchemas[]> {
  const folder = await makeWorkFolder(root);
  try {
    const wheel = await downloadWheel(SOURCE, folder);
    const from = `${SOURCE.package} ${SOURCE.version}`;
    const sha256 = createHash('sha256').update(wheel).digest('hex');
    if (sha256 !== SOURCE.sha256) throw new ChecksumError(from, SOURCE.sha256, sha256);
    return minors.map((version) => {
      const path = `kubernetes_validate/kubernetes-json-schema/v${version}.0-local-strict/_definitions.json`;
      const text = readZipMember(wheel, path);
      if (text === undefined) throw new Error(`${from} has no schemas of Kubernetes ${version}`);
      const { $defs } = JSON.parse(new TextDecoder().decode(text)) as { $defs: Record<string, object> };
      return { version, from, definitions: $defs };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
