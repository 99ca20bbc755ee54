import { isMap, parseDocument } from 'yaml';
import { KUBERNETES_SELECTION, SELECTION_KINDS, type Selection } from '../sops/selection.js';

/** SOPS' configuration at the root of the repository. */
export const CREATION_RULES_FILE = '.sops.yaml';

/** A `.sops.yaml` that cannot be used. */
export class CreationRulesError extends Error {
  override readonly name = 'CreationRulesError';
}

/** One entry of `.sops.yaml`, as far as sealing needs it. */
export interface CreationRule {
  /** @default every file */
  readonly pathRegex?: string;
  /** age recipients; empty when the rule uses other services alone. */
  readonly recipients: readonly string[];
  /** @default SOPS' own, which would seal names too */
  readonly selection?: Selection;
  readonly macOnlyEncrypted: boolean;
}

/** @throws CreationRulesError when the text is no `.sops.yaml`. */
export function parseCreationRules(text: string): CreationRule[] {
  const document = parseDocument(text, { prettyErrors: false });
  const rules: unknown = document.errors.length > 0 || !isMap(document.contents) ? undefined : document.toJS();
  if (rules === undefined) {
    if (document.errors.length === 0 && document.contents === null) return [];
    throw new CreationRulesError(`${CREATION_RULES_FILE}: no valid YAML map`);
  }
  const list: unknown = mapOf(rules).creation_rules ?? [];
  if (!Array.isArray(list)) throw new CreationRulesError(`${CREATION_RULES_FILE}: creation_rules is no list`);
  return list.map((entry, index) => parseRule(mapOf(entry), index));
}

/** The first rule that matches, as `sops` chooses; `path` is relative to the file. */
export function ruleFor(rules: readonly CreationRule[], path: string): CreationRule | undefined {
  return rules.find(({ pathRegex }) => pathRegex === undefined || new RegExp(pathRegex, 'u').test(path));
}

/** Path pattern of the rule for a cluster's files (S2-03). */
export function clusterPathRegex(cluster: string): string {
  return `kubernetes/${cluster.replaceAll('.', '\\.')}/.*\\.sops\\.yaml$`;
}

/** A new rule, in the form that is written. */
export function newRule(cluster: string, recipients: readonly string[]): Record<string, string> {
  const { kind, pattern } = KUBERNETES_SELECTION;
  return { path_regex: clusterPathRegex(cluster), [kind]: pattern, age: recipients.join(',') };
}

/** Recipients that an `age` entry names: a list, or text with commas. */
export function recipientsOf(age: unknown): string[] {
  const parts = Array.isArray(age) ? age.map(String) : typeof age === 'string' ? age.split(',') : [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function parseRule(entry: Record<string, unknown>, index: number): CreationRule {
  const { path_regex: pathRegex, mac_only_encrypted: macOnlyEncrypted, key_groups: groups } = entry;
  if (typeof pathRegex === 'string') checkRegex(pathRegex, index);
  if (Array.isArray(groups) && groups.length > 1) {
    throw new CreationRulesError(`${CREATION_RULES_FILE}: rule ${index + 1} has several key groups`);
  }
  const recipients = [...recipientsOf(entry.age), ...(Array.isArray(groups) ? recipientsOf(mapOf(groups[0]).age) : [])];
  const kind = SELECTION_KINDS.find((candidate) => typeof entry[candidate] === 'string' && entry[candidate] !== '');
  return {
    ...(typeof pathRegex === 'string' && pathRegex !== '' ? { pathRegex } : {}),
    recipients: [...new Set(recipients)],
    ...(kind === undefined ? {} : { selection: { kind, pattern: String(entry[kind]) } }),
    macOnlyEncrypted: macOnlyEncrypted === true,
  };
}

function checkRegex(pattern: string, index: number): void {
  try {
    new RegExp(pattern, 'u');
  } catch {
    throw new CreationRulesError(`${CREATION_RULES_FILE}: path_regex of rule ${index + 1} is no regular expression`);
  }
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
