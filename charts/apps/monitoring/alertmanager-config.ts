import { ALERT_TIERS, type AlertTier, type JsonObject } from '../../../lib/index.js';
import { type NotificationTarget, receiver, targetSecrets } from './notification-target.js';

export interface AlertmanagerProps {
  /** IANA name, or the variable that Flux fills in: `Europe/Bucharest`. */
  readonly timezone: string;
  /** Where each tier goes. A tier without a target is kept in Alertmanager and notifies nobody. */
  readonly targets: Readonly<Record<AlertTier, readonly NotificationTarget[]>>;
  /**
   * Hour of the digests, 0 to 23, in the timezone.
   * @default 8
   */
  readonly digestHour?: number;
  /** @default 'monday' */
  readonly weeklyOn?: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
}

/** Alertmanager forgets what it sent after this: it must outlast the weekly tier (168 h). */
export const ALERTMANAGER_RETENTION = '240h';

/** Secrets that `alertmanagerSpec.secrets` must mount for the targets. */
export function alertmanagerSecrets({ targets }: AlertmanagerProps): readonly string[] {
  return targetSecrets(ALERT_TIERS.flatMap((tier) => targets[tier]));
}

/**
 * `alertmanager.config`: a receiver and a cadence for each tier (S1-86 to S1-88), no secret inside.
 *
 * A digest is held back by its time interval and goes out at the first group interval within it. The repeat interval
 * is an hour short of a day (a week), so that it cannot drift out of the interval, and a multiple of the group
 * interval, as Alertmanager needs it.
 */
export function alertmanagerConfig(props: AlertmanagerProps): JsonObject {
  const { timezone, targets, digestHour = 8, weeklyOn = 'monday' } = props;
  const times = [{ start_time: clock(digestHour), end_time: clock(digestHour + 1) }];
  return {
    global: { resolve_timeout: '5m' },
    time_intervals: [
      { name: 'daily-digest', time_intervals: [{ times, location: timezone }] },
      { name: 'weekly-digest', time_intervals: [{ times, weekdays: [weeklyOn], location: timezone }] },
    ],
    route: ROUTE,
    inhibit_rules: INHIBIT_RULES,
    receivers: [{ name: 'null' }, ...ALERT_TIERS.map((tier) => receiver(tier, targets[tier], tier === 'immediate'))],
  };
}

const IMMEDIATE: JsonObject = {
  receiver: 'immediate',
  group_by: ['alertname', 'namespace'],
  group_wait: '30s',
  group_interval: '5m',
  repeat_interval: '4h',
};

const DIGEST: JsonObject = { group_by: ['tier'], group_wait: '1m', group_interval: '30m' };
const DAILY: JsonObject = {
  ...DIGEST,
  receiver: 'daily',
  repeat_interval: '23h',
  active_time_intervals: ['daily-digest'],
};
const WEEKLY: JsonObject = {
  ...DIGEST,
  receiver: 'weekly',
  repeat_interval: '167h',
  active_time_intervals: ['weekly-digest'],
};

const ROUTE: JsonObject = {
  receiver: 'null',
  group_by: ['namespace'],
  group_wait: '30s',
  group_interval: '5m',
  repeat_interval: '12h',
  routes: [
    // Always firing by design, or only there to inhibit.
    { receiver: 'null', matchers: ['alertname =~ "Watchdog|InfoInhibitor"'] },
    { ...IMMEDIATE, matchers: ['tier = "immediate"'] },
    { ...DAILY, matchers: ['tier = "daily"'] },
    { ...WEEKLY, matchers: ['tier = "weekly"'] },
    // The chart's own alerts have a severity and no tier.
    { ...IMMEDIATE, matchers: ['severity = "critical"'] },
    { ...DAILY, matchers: ['severity = "warning"'] },
  ],
};

const INHIBIT_RULES: readonly JsonObject[] = [
  {
    source_matchers: ['severity = "critical"'],
    target_matchers: ['severity =~ "warning|info"'],
    equal: ['namespace', 'alertname'],
  },
  {
    source_matchers: ['severity = "warning"'],
    target_matchers: ['severity = "info"'],
    equal: ['namespace', 'alertname'],
  },
  // The chart silences info alerts by InfoInhibitor; without the second matcher it would swallow the weekly tier.
  {
    source_matchers: ['alertname = "InfoInhibitor"'],
    target_matchers: ['severity = "info"', 'tier = ""'],
    equal: ['namespace'],
  },
];

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
