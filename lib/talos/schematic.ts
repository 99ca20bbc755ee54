import { createHash } from 'node:crypto';
import type { JsonObject } from '../model/json.js';
import type { TalosMachines } from '../model/talos.js';

/** What the image factory builds an installer from. */
export function schematic({ extensions }: TalosMachines): JsonObject {
  if (extensions.length === 0) return { customization: {} };
  return { customization: { systemExtensions: { officialExtensions: extensions.map(official) } } };
}

/**
 * The installer with exactly these extensions. The factory names a schematic by the digest of its own way to write it,
 * so that the image is known before anybody has asked for it; a node cannot pull it until somebody has (docs/talos.md).
 */
export function installerImage({ extensions, platform, version }: TalosMachines): string {
  const lines =
    extensions.length === 0
      ? ['customization: {}']
      : [
          'customization:',
          '    systemExtensions:',
          '        officialExtensions:',
          ...extensions.map((name) => `            - ${official(name)}`),
        ];
  const id = createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
  return `factory.talos.dev/${platform}-installer/${id}:${version}`;
}

function official(name: string): string {
  return `siderolabs/${name}`;
}
