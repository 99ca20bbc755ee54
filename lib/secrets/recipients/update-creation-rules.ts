import { Document, isMap, isScalar, isSeq, parseDocument, Scalar, YAMLSeq } from 'yaml';
import { clusterOf } from '../init/init-plan.js';
import {
  CREATION_RULES_FILE,
  CreationRulesError,
  newRule,
  parseCreationRules,
  recipientsOf,
  ruleFor,
} from './creation-rules.js';
import { EXAMPLE_RECIPIENT } from './example-recipient.js';

const HEADER = ' Who can open the files that `npm run secrets` and `sops` make. The first rule that matches decides.';

export interface UpdateRulesInput {
  /** Text of `.sops.yaml`. @default there is none */
  readonly text?: string;
  /** Sealed files of the clusters at hand, relative to the repository. */
  readonly paths: readonly string[];
  /** The owner's recipient. @default new rules take the recipients that all others have, the example when there are none */
  readonly recipient?: string;
}

/**
 * The rules with one for each cluster that has a file without. Existing rules stay, but for the example recipient, which
 * the owner's replaces where the rule is for one of the files: other clusters have key pairs of their own (S2-02). The
 * text is the old one when nothing changed.
 *
 * @throws CreationRulesError when the text is no `.sops.yaml`, or it is open whom a new rule is for.
 */
export function updateCreationRules({ text, paths, recipient }: UpdateRulesInput): string {
  const rules = parseCreationRules(text ?? '');
  const document = text === undefined || text.trim() === '' ? emptyDocument() : parseDocument(text);
  const list = ruleList(document);
  let changed = text === undefined;
  if (recipient !== undefined && recipient !== EXAMPLE_RECIPIENT) {
    const used = new Set(paths.map((path) => ruleFor(rules, path)));
    for (const [index, entry] of list.items.entries()) {
      if (used.has(rules[index])) changed = replaceExample(entry, recipient) || changed;
    }
  }
  const without = paths.filter((path) => ruleFor(rules, path) === undefined);
  for (const cluster of [...new Set(without.map(clusterOf))].sort()) {
    const recipients = recipient === undefined ? commonRecipients(rules.map((rule) => rule.recipients)) : [recipient];
    list.add(document.createNode(newRule(cluster, recipients)));
    changed = true;
  }
  return changed || text === undefined ? document.toString({ lineWidth: 0 }) : text;
}

function emptyDocument(): Document {
  const document = new Document({ creation_rules: [] });
  document.commentBefore = HEADER;
  return document;
}

function ruleList(document: Document): YAMLSeq {
  const found = document.get('creation_rules');
  const list = isSeq(found) ? found : new YAMLSeq();
  list.flow = false;
  if (!isSeq(found)) document.set('creation_rules', list);
  return list;
}

function replaceExample(entry: unknown, recipient: string): boolean {
  if (!isMap(entry)) return false;
  const age: unknown = entry.get('age', true);
  const named = recipientsOf(isSeq(age) ? age.toJSON() : isScalar(age) ? age.value : undefined);
  if (named.length !== 1 || named[0] !== EXAMPLE_RECIPIENT) return false;
  if (isScalar(age)) age.value = recipient;
  else if (isSeq(age)) age.set(0, new Scalar(recipient));
  return true;
}

function commonRecipients(existing: readonly (readonly string[])[]): readonly string[] {
  const [first, ...others] = [...new Set(existing.map((recipients) => [...recipients].sort().join(',')))];
  if (first === undefined) return [EXAMPLE_RECIPIENT];
  if (others.length === 0 && first !== '') return first.split(',');
  throw new CreationRulesError(
    `${CREATION_RULES_FILE}: its rules have different recipients, so it is open whom a new one is for (--age-recipient)`,
  );
}
