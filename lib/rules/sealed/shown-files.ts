import type { Origin } from '../../model/manifest.js';
import type { SealedFile } from '../../model/secret.js';
import type { ShownFile } from '../../secrets/file/shown-file.js';
import { secretId } from '../../secrets/problem.js';
import type { RuleFinding, RuleInput } from '../rule.js';

/** A file that SOPS sealed. */
export type SopsFile = ShownFile & Required<Pick<ShownFile, 'sops'>>;

/** Declared files that can be read, whichever way they are sealed. */
export function shownFiles({ sealed }: RuleInput): ShownFile[] {
  return sealed.filter((file): file is ShownFile => 'clear' in file);
}

/** Declared files that SOPS sealed. */
export function sopsFiles(input: RuleInput): SopsFile[] {
  return shownFiles(input).filter((file): file is SopsFile => file.sops !== undefined);
}

/** Findings about one sealed file. Messages name fields and keys, and never quote what the file holds. */
export function atSecret(
  input: RuleInput,
  file: SealedFile,
  messages: readonly string[],
  hint?: string,
): RuleFinding[] {
  const origin: Origin = file.origin ?? { cluster: input.cluster.name, source: input.cluster.source };
  return messages.map((message) => ({
    file: file.path,
    field: `Secret/${secretId(file.declaration)}`,
    message,
    origin,
    ...(hint === undefined ? {} : { hint }),
  }));
}
