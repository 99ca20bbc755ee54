import { formatResourceId } from '../../model/manifest.js';
import type { SecretStatus } from '../../secrets/status/status.js';
import { tableLines } from './table.js';

const HEADER = ['SECRET', 'PRESENT', 'FORM', 'RECIPIENTS', 'AGE', 'STAND-INS', 'USED BY'];
const SHOWN_CONSUMERS = 3;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Lines of the table, one a secret. Names are those that the other commands take. */
export function statusLines(secrets: readonly SecretStatus[], now: Date): string[] {
  const several = new Set(secrets.map(({ cluster }) => cluster)).size > 1;
  const rows = secrets.map((status) => [
    several ? `${status.cluster}/${status.secret}` : status.secret,
    status.presence,
    status.form,
    recipientsText(status),
    ageText(status.lastModified, now),
    status.standIns.length === 0 ? '-' : String(status.standIns.length),
    consumersText(status),
  ]);
  return tableLines([HEADER, ...rows]);
}

/** What scripts read. Names stay, and no member ever holds a value. */
export function statusJson(secrets: readonly SecretStatus[]) {
  return secrets.map(({ file, consumers, problems, ...status }) => ({
    ...status,
    path: file?.path,
    consumers: consumers.map(({ id: { kind, namespace, name }, keepsPods, restart }) => {
      return { kind, namespace, name, keepsPods, restart };
    }),
    problems: problems.map(({ code, severity, message, hint }) => ({ code, severity, message, hint })),
  }));
}

function recipientsText({ recipients, recipientState }: SecretStatus): string {
  if (recipientState === 'example') return 'example (opens for nobody)';
  const names = recipients.map(short).join(',');
  if (recipientState === undefined || recipientState === 'configured') return names || '-';
  return `${names || 'nobody'} (${recipientState === 'different' ? 'not as configured' : 'not configured'})`;
}

/** The first few: variables are used by nearly every unit. All of them are in the JSON. */
function consumersText({ consumers }: SecretStatus): string {
  if (consumers.length === 0) return '-';
  const names = consumers.slice(0, SHOWN_CONSUMERS).map(({ id }) => formatResourceId(id));
  const more = consumers.length - names.length;
  return [...names, ...(more === 0 ? [] : [`and ${more} more`])].join(', ');
}

/** Enough of a recipient or fingerprint to tell it from others. */
function short(text: string): string {
  return text.length <= 20 ? text : `${text.slice(0, 12)}…${text.slice(-4)}`;
}

/** Age of a file: `5m`, `3h`, `12d`; `?` for a moment that is none or lies ahead. */
function ageText(lastModified: string | undefined, now: Date): string {
  if (lastModified === undefined) return '-';
  const age = now.getTime() - Date.parse(lastModified);
  if (!(age >= 0)) return '?';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}m`;
  return age < DAY_MS ? `${Math.floor(age / HOUR_MS)}h` : `${Math.floor(age / DAY_MS)}d`;
}
