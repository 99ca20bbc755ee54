import type { SealedFile } from '../../model/secret.js';
import { ruleFault } from '../init/init-findings.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { type CreationRule, ruleFor } from '../recipients/creation-rules.js';
import { type FileState, readFileState } from './read-file-state.js';

/** A declared file with its rule and what it is worth. */
export interface ReadFile extends FileState {
  readonly file: SealedFile;
  readonly rule: CreationRule;
}

export interface ReadFilesInput {
  /** What is on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** age identities at hand. */
  readonly identities: readonly string[];
}

/** Reads declared SOPS files; one without a usable rule is a problem and left out. */
export async function readFiles(
  files: readonly SealedFile[],
  rules: readonly CreationRule[],
  { texts, identities }: ReadFilesInput,
): Promise<{ readonly read: ReadFile[]; readonly problems: SecretProblem[] }> {
  const read: ReadFile[] = [];
  const problems: SecretProblem[] = [];
  for (const file of files) {
    const { declaration, path } = file;
    const rule = ruleFor(rules, path);
    const fault = ruleFault(rule);
    if (fault !== undefined) problems.push(problem('SECRET_RULE', secretId(declaration), fault));
    if (rule === undefined || fault !== undefined) continue;
    const text = texts.get(path);
    const input = { declaration, path, rule, identities };
    const found = await readFileState(text === undefined ? input : { ...input, text });
    read.push({ ...found, file, rule });
    problems.push(...found.problems);
  }
  return { read, problems };
}
