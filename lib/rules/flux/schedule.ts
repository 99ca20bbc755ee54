import { CronPattern } from 'croner';
import { field } from '../../flux/kustomize/built.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Kinds with a schedule, and how many fields each reads. */
const KINDS = [
  { group: 'batch', kind: 'CronJob', path: ['spec', 'schedule'], fields: 5 },
  { group: 'postgresql.cnpg.io', kind: 'ScheduledBackup', path: ['spec', 'schedule'], fields: 6 },
  { group: 'velero.io', kind: 'Schedule', path: ['spec', 'schedule'], fields: 5 },
  { group: 'volsync.backube', kind: 'ReplicationSource', path: ['spec', 'trigger', 'schedule'], fields: 5 },
] as const;

/** A backup schedule of five fields is taken, and runs every hour (trap 25). */
export const schedule: TreeRule = {
  name: 'schedule',
  severity: 'error',
  description:
    'A schedule cannot be read, or has five fields where seconds come first: the object is refused, or runs at other times than anybody meant (CloudNativePG reads "0 2 * * *" as every hour).',
  remediation: 'CronJob takes five fields, ScheduledBackup six with seconds first',
  sources: ['S1-82', 'trap 25', 'VERIFIED: CloudNativePG'],
  *check({ index }) {
    for (const { group, kind, path, fields } of KINDS) {
      for (const at of index.ofKind(group, kind)) {
        const text = field(at.object, ...path);
        if (typeof text === 'string' && !isUnknown(text)) yield* check(at, path, text.trim(), fields);
      }
    }
  },
};

function* check(at: AppliedObject, path: readonly string[], text: string, wanted: 5 | 6): Iterable<TreeFinding> {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/.test(text)) return;
  if (/^(?:CRON_)?TZ=/.test(text)) {
    yield {
      at,
      path,
      message: `"${text}" has a time zone, which is refused here`,
      hint: 'use spec.timeZone where the kind has it',
    };
    return;
  }
  const fields = text.split(/\s+/);
  if (fields.length !== wanted) {
    const meant = wanted === 6 && fields.length === 5 ? `: it runs at second ${fields[0]} and minute ${fields[1]}` : '';
    const hint = wanted === 6 && fields.length === 5 ? `put the second before it: "0 ${text}"` : undefined;
    const message = `"${text}" has ${fields.length} fields, and ${at.id.kind} has ${wanted}${meant}`;
    yield { at, path, message, ...(hint === undefined ? {} : { hint }) };
    return;
  }
  const fault = faultOf(text, fields);
  if (fault !== undefined) yield { at, path, message: `"${text}" is no schedule: ${fault}` };
}

function faultOf(text: string, fields: readonly string[]): string | undefined {
  // The last day of a month, the nearest working day and the nth weekday are none of Kubernetes'.
  const special = fields.find((one) => /#|^L|\dL|\dW|^W$/i.test(one));
  if (special !== undefined) return `"${special}" is not known to Kubernetes`;
  try {
    new CronPattern(text);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^CronPattern: /, '');
  }
}
