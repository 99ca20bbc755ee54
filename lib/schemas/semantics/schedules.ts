import { Cron } from 'croner';
import { isTimeZone } from '../../model/time-zone.js';
import { at, type Place, type SemanticProblem, type Subject, textAt } from './read.js';

/** Kinds with a schedule, by where it is and how many fields it has. */
const SCHEDULES: Readonly<Record<string, { readonly steps: readonly string[]; readonly fields: 5 | 6 }>> = {
  'batch/CronJob': { steps: ['spec', 'schedule'], fields: 5 },
  // Its first field is the seconds: with five, the API server takes the minute for them.
  'postgresql.cnpg.io/ScheduledBackup': { steps: ['spec', 'schedule'], fields: 6 },
  'k8s.mariadb.com/Backup': { steps: ['spec', 'schedule', 'cron'], fields: 5 },
};
const MACRO = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/;

/** Schedules that run, and time zones that exist. */
export function* checkSchedules({ id, root }: Subject): Generator<SemanticProblem> {
  const known = SCHEDULES[id];
  if (known === undefined) return;
  const schedule = at(root, ...known.steps);
  const text = textAt(schedule);
  if (text !== undefined && !MACRO.test(text)) {
    const problem = scheduleProblem(text, known.fields);
    if (problem !== undefined) yield { path: schedule.path, ...problem };
  }
  yield* checkTimeZone(at(root, 'spec', 'timeZone'));
}

function scheduleProblem(text: string, fields: 5 | 6): Pick<SemanticProblem, 'message' | 'hint'> | undefined {
  const count = text.trim().split(/\s+/).length;
  if (/^(TZ|CRON_TZ)=/.test(text)) return { message: 'names a time zone', hint: 'name it in timeZone' };
  if (count !== fields) {
    const hint = fields === 6 ? 'the first field is the seconds: 0 0 2 * * *' : 'minute, hour, day, month, weekday';
    return { message: `has ${count} fields, not ${fields}`, hint };
  }
  try {
    new Cron(text, { paused: true, mode: fields === 5 ? '5-part' : '6-part' });
    return undefined;
  } catch {
    return { message: `"${text}" is no schedule` };
  }
}

function* checkTimeZone(place: Place): Generator<SemanticProblem> {
  const zone = textAt(place);
  if (zone === undefined) return;
  if (!isTimeZone(zone)) yield { path: place.path, message: `there is no time zone "${zone}"` };
}
