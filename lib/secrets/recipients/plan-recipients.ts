import type { Finding } from '../../model/finding.js';
import { ruleFault } from '../init/init-findings.js';
import { clusterOf } from '../init/init-plan.js';
import type { SecretCode } from '../problem.js';
import { SopsError } from '../sops/error.js';
import { inspectYaml } from '../sops/inspect.js';
import { compareRecipients, type RecipientChange, updateRecipients } from '../sops/update-recipients.js';
import { type CreationRule, ruleFor } from './creation-rules.js';
import { EXAMPLE_RECIPIENT } from './example-recipient.js';

export interface RecipientsInput {
  /** Text of sealed files by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly rules: readonly CreationRule[];
}

/** A file whose recipients are not those of its rule. */
export interface DifferingFile extends RecipientChange {
  readonly path: string;
  readonly wanted: readonly string[];
}

export interface RecipientsPlan {
  readonly differing: readonly DifferingFile[];
  /** How many files are as their rule says. */
  readonly fine: number;
  readonly findings: readonly Finding[];
}

/** Compares the recipients of files with `.sops.yaml`. Needs no identity. */
export function compareWithRules({ texts, rules }: RecipientsInput): RecipientsPlan {
  const differing: DifferingFile[] = [];
  const findings: Finding[] = [];
  let fine = 0;
  for (const [path, text] of texts) {
    const rule = ruleFor(rules, path);
    const fault = ruleFault(rule);
    if (rule === undefined || fault !== undefined) {
      findings.push(findingAt(path, 'SECRET_RULE', 'error', fault ?? 'no rule of .sops.yaml matches its path'));
      continue;
    }
    try {
      const { age, services } = inspectYaml(text, path).metadata;
      if (services.length > 0) findings.push(otherServices(path, services));
      const change = compareRecipients(
        age.map(({ recipient }) => recipient),
        rule.recipients,
      );
      if (change === undefined) fine += 1;
      else differing.push({ path, wanted: rule.recipients, ...change });
    } catch (error) {
      findings.push(findingOfSops(error, path));
    }
  }
  return { differing, fine, findings };
}

/** The new text of a file that differs, or why there is none. */
export async function updateFile(
  file: DifferingFile,
  text: string,
  identities: readonly string[],
): Promise<{ readonly content: string } | { readonly finding: Finding }> {
  const { path, wanted, removed } = file;
  try {
    return { content: await updateRecipients(text, path, wanted, identities) };
  } catch (error) {
    const finding = findingOfSops(error, path);
    if (removed.length !== 1 || removed[0] !== EXAMPLE_RECIPIENT || finding.code !== 'SECRET_NEEDS_IDENTITY') {
      return { finding };
    }
    return { finding: { ...finding, hint: 'it is sealed for the published example: npm run secrets -- init' } };
  }
}

function otherServices(path: string, services: readonly string[]): Finding {
  const fact = `is sealed for other services too (${services.join(', ')}), which stay as they are`;
  return findingAt(path, 'SECRET_OTHER_KEYS', 'warning', fact, 'bring them up to date with: sops updatekeys FILE');
}

function findingOfSops(error: unknown, path: string): Finding {
  if (!(error instanceof SopsError)) throw error;
  const { code, fact, hint } = error;
  if (code === 'SOPS_NO_IDENTITY') {
    return findingAt(path, 'SECRET_NEEDS_IDENTITY', 'error', fact, hint ?? 'open it with --age-key FILE');
  }
  return findingAt(path, code === 'SOPS_NOT_SEALED' ? 'SECRET_IN_CLEAR' : 'SECRET_FILE', 'error', fact, hint);
}

function findingAt(
  path: string,
  code: SecretCode,
  severity: Finding['severity'],
  message: string,
  hint?: string,
): Finding {
  const origin = { cluster: clusterOf(path), source: path };
  return { code, severity, message, file: path, origin, ...(hint === undefined ? {} : { hint }) };
}
