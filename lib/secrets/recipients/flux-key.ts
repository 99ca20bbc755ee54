import type { JsonObject } from '../../model/json.js';
import { inspectSecret } from '../file/inspect-secret.js';
import { unwrapDataKey } from '../sops/data-key.js';
import { SopsError } from '../sops/error.js';
import type { WrappedKey } from '../sops/metadata.js';
import { recipientOf } from './identity.js';

/** Key of the Secret. Flux takes keys that end in `.agekey` for age, and passes over all others (S2-04, trap 33). */
export const AGE_KEY_ENTRY = 'age.agekey';

/** A file that no identity opens, and whom it is for. */
export interface ClosedFile {
  readonly path: string;
  readonly recipients: readonly string[];
}

/** Which identities open a cluster's files. */
export interface FittingIdentities {
  /** Those that open at least one; the others are none of the cluster's business. */
  readonly identities: readonly string[];
  /** Their recipients. */
  readonly recipients: readonly string[];
  /** Files that none opens. */
  readonly closed: readonly ClosedFile[];
}

/**
 * Tries identities on files, by opening their data keys: the names of recipients in a file are only text.
 *
 * @param opened is told each path, since there may be many.
 * @throws SopsError when a file is not one sealed Secret.
 */
export async function fitIdentities(
  files: ReadonlyMap<string, string>,
  identities: readonly string[],
  opened: (path: string) => void,
): Promise<FittingIdentities> {
  const fitting = new Set<string>();
  const closed: ClosedFile[] = [];
  for (const [path, text] of files) {
    const { age } = inspectSecret(text, path).metadata;
    let opens = false;
    for (const identity of identities) {
      if (!(await unwraps(age, identity, path))) continue;
      fitting.add(identity);
      opens = true;
    }
    if (!opens) closed.push({ path, recipients: age.map(({ recipient }) => recipient) });
    opened(path);
  }
  const found = identities.filter((identity) => fitting.has(identity));
  return { identities: found, recipients: await Promise.all(found.map(recipientOf)), closed };
}

/** Whether identities are of the post-quantum kind, which Flux before 2.9 does not know. */
export function needsNewFlux(identities: readonly string[]): boolean {
  return identities.some((identity) => /^AGE-SECRET-KEY-PQ-/i.test(identity));
}

/** The Secret that kustomize-controller decrypts with. Plaintext: it belongs into the cluster and nowhere else. */
export function fluxKeySecret(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  identities: readonly string[],
): JsonObject {
  const text = identities.map((identity) => `${identity}\n`).join('');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    data: { [AGE_KEY_ENTRY]: Buffer.from(text, 'utf8').toString('base64') },
  };
}

async function unwraps(keys: readonly WrappedKey[], identity: string, path: string): Promise<boolean> {
  try {
    await unwrapDataKey(keys, [identity], path);
    return true;
  } catch (error) {
    if (error instanceof SopsError && error.code === 'SOPS_NO_IDENTITY') return false;
    throw error;
  }
}
