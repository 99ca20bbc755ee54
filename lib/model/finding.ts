import type { Origin } from './manifest.js';

/** `info` is for what cannot be told, and fails nothing. */
export type Severity = 'error' | 'warning' | 'info';

/** Something that a person has to look at before the tree can be trusted. Never holds a secret's value. */
export interface Finding {
  /** Name of the rule or closed error code: `DEPENDS_ON_CYCLE`, `image-pinned`. */
  readonly code: string;
  readonly severity: Severity;
  /** Subject and fact, without advice: `depends on "cnpg", which no unit provides`. */
  readonly message: string;
  readonly origin: Origin;
  /** File of the tree, relative to the repository. */
  readonly file?: string;
  /** Object and field within the file: `Deployment/automation/n8n spec.replicas`. */
  readonly field?: string;
  /** Field within the file's documents, for whoever needs its line. @default the finding is about the whole file */
  readonly place?: { readonly document: number; readonly path: readonly (string | number)[] };
  /** Line of the file, from 1, where it is known without reading. */
  readonly line?: number;
  /** The way out: `did you mean "cloudnative-pg"?` */
  readonly hint?: string;
}

/** A finding as a person sees it, on two or three lines. */
export function formatFinding(finding: Finding): string {
  const { origin, file, field, hint } = finding;
  const subject = [origin.cluster, origin.unit].filter(Boolean).join('/');
  const place = [field, file === undefined ? undefined : `(${file})`].filter(Boolean).join(' ');
  const lines = [`${subject}  ${finding.code}  ${finding.severity}`];
  lines.push(`  ${place === '' ? '' : `${place}: `}${finding.message}`);
  lines.push(`  ${origin.source}${hint === undefined ? '' : `   hint: ${hint}`}`);
  return lines.join('\n');
}
