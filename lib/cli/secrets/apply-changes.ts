import { join } from 'node:path';
import { InputError } from '../../model/error.js';
import { type Finding, formatFinding } from '../../model/finding.js';
import type { ChangedFile, ChangePlan } from '../../secrets/change/change-plan.js';
import {
  type Consequences,
  consequencesOf,
  type RotationNote,
  rotationNotes,
} from '../../secrets/change/consequences.js';
import { consumersOf } from '../../secrets/consumers/consumers.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { ExitCode } from '../io.js';
import type { ClusterAtHand } from './cluster-at-hand.js';
import type { SecretsHost } from './host.js';
import { writeSealed } from './write-sealed.js';

/** What changes in one cluster. */
export interface ClusterChange {
  readonly at: ClusterAtHand;
  readonly plan: ChangePlan;
}

/** A change without its ciphertext. */
export type ChangeSummary = Pick<ChangedFile, 'path' | 'secret' | 'keys' | 'rekeyed' | 'created'>;

/** What a change means, by all that is known without a cluster. */
export interface Outlook extends Consequences {
  readonly notes: readonly RotationNote[];
}

/**
 * Writes planned changes, all or none, and says what comes of them.
 * @returns the exit code: 1 when a finding is an error.
 * @throws InputError when a file was changed by somebody else meanwhile.
 */
export async function applyChanges(
  host: SecretsHost,
  changes: readonly ClusterChange[],
  { json }: { readonly json: boolean },
): Promise<ExitCode> {
  const findings = changes.flatMap(({ plan }) => plan.findings);
  const failed = findings.some(({ severity }) => severity === 'error');
  const write = failed ? [] : changes.flatMap(({ plan }) => plan.write);
  const outlook = await outlookOf(
    host,
    changes.map(({ at, plan }) => ({ at, summaries: failed ? [] : plan.write })),
  );
  if (!json) {
    for (const finding of findings) host.stderr(formatFinding(finding));
    showNotes(host, outlook);
  }
  const texts = new Map(changes.flatMap(({ at }) => [...at.texts]));
  for (const { path } of write) refuseOvertaken(host, path, texts.get(path));
  const rendered = writeSealed(host, write);
  report(host, { write, findings, outlook, json, failed });
  return failed ? 1 : rendered;
}

/** Who notices changes, and what the declarations say of the keys. */
export async function outlookOf(
  host: Pick<SecretsHost, 'clusters'>,
  changes: readonly { readonly at: ClusterAtHand; readonly summaries: readonly ChangeSummary[] }[],
): Promise<Outlook> {
  const outlook = { restarts: [], keepOld: [], notes: [] } as { [Key in keyof Outlook]: Outlook[Key][number][] };
  for (const { at, summaries } of changes.filter((change) => change.summaries.length > 0)) {
    // Nothing has read a file that did not exist.
    const known = summaries.filter(({ created }) => created !== true);
    outlook.notes.push(...rotationNotes(known, at.files));
    for (const cluster of await host.clusters(at.cluster)) {
      const { restarts, keepOld } = consequencesOf(known, consumersOf(cluster));
      outlook.restarts.push(...restarts);
      outlook.keepOld.push(...keepOld);
    }
  }
  return outlook;
}

/** What must be done by hand, before anything is written. */
export function showNotes(host: Pick<SecretsHost, 'stderr'>, { notes }: Outlook): void {
  for (const { key, note } of notes) host.stderr(`note: ${key}: ${note}`);
}

/** The lines that say what changed, or what would change. */
export function showChanges(
  host: Pick<SecretsHost, 'stdout'>,
  changes: readonly ChangeSummary[],
  outlook: Outlook,
  { done }: { readonly done: boolean },
): void {
  const line = (verb: string, subject: string, fact: string) =>
    host.stdout(`${verb.padEnd(9)}  ${subject}  ${fact}`.trimEnd());
  for (const { path, keys, rekeyed, created } of changes) {
    const values = keys.length === 0 ? [] : [`new values: ${keys.join(', ')}`];
    const verb = created
      ? done
        ? 'created'
        : 'creates'
      : rekeyed
        ? done
          ? 'rotated'
          : 'rotates'
        : done
          ? 'changed'
          : 'changes';
    line(verb, path, [...(rekeyed ? ['new data key'] : []), ...values].join('; '));
  }
  for (const { workload, by } of outlook.restarts) {
    const how = by === 'checksum' ? 'checksum of the ciphertext' : 'Reloader';
    line('restarts', workload, `(${how})`);
  }
  for (const workload of outlook.keepOld) line('by hand', workload, 'keeps the old value until you restart it');
}

interface Report {
  readonly write: readonly ChangedFile[];
  readonly findings: readonly Finding[];
  readonly outlook: Outlook;
  readonly json: boolean;
  readonly failed: boolean;
}

function report(host: SecretsHost, { write, findings, outlook, json, failed }: Report): void {
  if (json) {
    const written = write.map(({ content: _, ...summary }) => summary);
    host.stdout(JSON.stringify({ written, ...outlook, findings }, null, 2));
    return;
  }
  showChanges(host, write, outlook, { done: true });
  if (failed) host.stdout('nothing was written');
  else if (write.length === 0) host.stdout('nothing to change');
  else host.stdout(`${write.length} ${write.length === 1 ? 'file' : 'files'} written; next: commit and push`);
}

function refuseOvertaken(host: Pick<SecretsHost, 'root'>, path: string, before: string | undefined): void {
  if (readFileIfPresent(join(host.root, path)) === before) return;
  throw new InputError(
    `${path}: was changed by somebody else meanwhile, so nothing was written`,
    'run the command again',
  );
}
