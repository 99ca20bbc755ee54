import type { AppliedObject, JsonPath, TreeDocument, TreeFinding, TreeView } from '../flux/tree/view.js';
import type { Finding, Severity } from '../model/finding.js';
import type { JsonObject } from '../model/json.js';
import { formatResourceId, type Origin } from '../model/manifest.js';

/** A check of a whole tree: pure, with everything that a person needs to act on it. */
export interface TreeRule {
  /** Code of its findings; its file's name. */
  readonly name: string;
  readonly severity: Severity;
  /** What it finds, and why that hurts. */
  readonly description: string;
  /** What to do about a finding, in general. */
  readonly remediation: string;
  /** Where the rule comes from: requirement IDs, `trap 27`, `VERIFIED: substitution`. */
  readonly sources: readonly string[];
  check(view: TreeView): Iterable<TreeFinding>;
}

/** Thrown where a rule itself is broken: no finding, and no tree may pass because of it. */
export class RuleError extends Error {
  constructor(
    readonly rule: string,
    cause: unknown,
  ) {
    super(`rule ${rule} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'RuleError';
  }
}

/**
 * Findings of some rules over a tree.
 * @throws RuleError with the rule's name when a rule throws.
 */
export function runTreeRules(rules: readonly TreeRule[], view: TreeView): Finding[] {
  return rules.flatMap((rule) => {
    try {
      return onceEach([...rule.check(view)].map((finding) => complete(rule, finding, view)));
    } catch (error) {
      throw new RuleError(rule.name, error);
    }
  });
}

/** What several units make of one place of a file, such as a component, is one thing to mend. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const places = new Map<string, { readonly first: Finding; more: number }>();
  for (const finding of findings) {
    const { file, place, message, field } = finding;
    const where = place === undefined ? field : `${place.document} ${formatPath(place.path)}`;
    const key = JSON.stringify([file, where, message]);
    const known = places.get(key);
    if (known === undefined) places.set(key, { first: finding, more: 0 });
    else known.more += 1;
  }
  return [...places.values()].map(({ first, more }) =>
    more === 0 ? first : { ...first, message: `${first.message} (and so in ${more} more)` },
  );
}

function complete(rule: TreeRule, finding: TreeFinding, view: TreeView): Finding {
  const { at, path = [], message, hint, severity } = finding;
  const document = 'document' in at ? at.document : 'object' in at ? at : undefined;
  const file = document?.file ?? (at as { file: string }).file;
  const field = fieldOf(at, path);
  const line = 'line' in at ? at.line : undefined;
  return {
    code: rule.name,
    severity: severity ?? rule.severity,
    message,
    hint: hint ?? rule.remediation,
    origin: originOf(view, file, 'document' in at ? at : undefined),
    file,
    ...(field === '' ? {} : { field }),
    ...(document === undefined ? {} : { place: { document: document.index, path } }),
    ...(line === undefined ? {} : { line }),
  };
}

function originOf({ settings, units }: TreeView, file: string, object: AppliedObject | undefined): Origin {
  const known = settings.originOf(file);
  const unit = isUnit(object) ? object?.id.name : (object?.unit ?? units.find(({ files }) => files.has(file)))?.name;
  return { cluster: settings.cluster, source: file, ...(unit === undefined ? {} : { unit }), ...known };
}

/** A Kustomization is about the unit that it stands for, not about the one that applies it. */
function isUnit(object: AppliedObject | undefined): boolean {
  return object?.id.kind === 'Kustomization' && object.id.group === 'kustomize.toolkit.fluxcd.io';
}

/** `Deployment/automation/n8n spec.template.spec.containers[0].env[1]`. */
function fieldOf(at: TreeFinding['at'], path: JsonPath): string {
  const id = 'document' in at ? formatResourceId(at.id) : 'object' in at ? nameOf(at) : '';
  return [id, formatPath(path)].filter((part) => part !== '').join(' ');
}

/** As good a name as the document gives: it may be anything. */
function nameOf({ object }: TreeDocument): string {
  const { kind, metadata } = object;
  if (typeof kind !== 'string') return '';
  const { name, namespace } = (metadata ?? {}) as JsonObject;
  if (typeof name !== 'string') return kind;
  return formatResourceId({ group: '', kind, name, ...(typeof namespace === 'string' ? { namespace } : {}) });
}

/** `spec.containers[0].env`; keys that are no plain words stand in brackets. */
export function formatPath(path: JsonPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\w-]+$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}
