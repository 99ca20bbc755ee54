import { describe, expect, test } from '@jest/globals';
import {
  ALERTMANAGER_RETENTION,
  type AlertmanagerProps,
  alertmanagerConfig,
  alertmanagerSecrets,
} from '../../../charts/apps/monitoring/alertmanager-config.js';
import { n8nWebhook } from '../../../charts/apps/monitoring/notification-target.js';
import { SEVERITY_OF_TIER } from '../../../lib/constructs/monitoring/alert-rule.js';
import { alerts } from './subjects.js';

interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly routes?: readonly Route[];
  readonly group_interval: string;
  readonly repeat_interval: string;
  readonly active_time_intervals?: readonly string[];
}

const props: AlertmanagerProps = {
  timezone: 'Europe/Bucharest',
  targets: {
    immediate: [n8nWebhook('alerts'), { kind: 'slack', channel: '#ops', url: { secret: 'notify', key: 'slack' } }],
    daily: [{ kind: 'secretWebhook', url: { secret: 'notify', key: 'webhook' } }],
    weekly: [
      {
        kind: 'email',
        to: 'me@example.org',
        from: 'cluster@example.org',
        smarthost: 'mail.example.org:587',
        username: 'cluster',
        password: { secret: 'mail', key: 'password' },
      },
    ],
  },
};
const config = alertmanagerConfig(props);
const root = config.route as unknown as Route;

/** Alertmanager's matching, for the operators that the config uses: the first child that matches wins. */
function receiverOf(labels: Readonly<Record<string, string>>): string {
  const matches = (matcher: string) => {
    const [, name = '', operator, value = ''] = /^(\w+) (=~|=) "(.*)"$/.exec(matcher) ?? [];
    const actual = labels[name] ?? '';
    return operator === '=~' ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
  };
  return root.routes?.find(({ matchers = [] }) => matchers.every(matches))?.receiver ?? root.receiver;
}

function hours(duration: string): number {
  const [, count, unit] = /^(\d+)([hm])$/.exec(duration) ?? [];
  return Number(count) / (unit === 'm' ? 60 : 1);
}

describe('tiers are notification cadences, not only severities (trap 28)', () => {
  test.each(alerts.map(({ name, tier }) => [name, tier] as const))('%s reaches the receiver %s', (alertname, tier) => {
    expect(receiverOf({ alertname, tier, severity: SEVERITY_OF_TIER[tier] })).toBe(tier);
  });

  test("the chart's own alerts, which have no tier, are not lost", () => {
    expect(receiverOf({ alertname: 'KubeletDown', severity: 'critical' })).toBe('immediate');
    expect(receiverOf({ alertname: 'KubePodCrashLooping', severity: 'warning' })).toBe('daily');
    expect(receiverOf({ alertname: 'Watchdog', severity: 'none' })).toBe('null');
  });

  test('InfoInhibitor does not swallow the weekly tier, whose alerts are info', () => {
    const rules = config.inhibit_rules as unknown as { source_matchers: string[]; target_matchers: string[] }[];
    const rule = rules.find(({ source_matchers }) => source_matchers.some((text) => text.includes('InfoInhibitor')));
    expect(rule?.target_matchers).toContain('tier = ""');
  });

  test('repeat_interval is a multiple of group_interval, and nothing is forgotten before it', () => {
    for (const route of [root, ...(root.routes ?? [])]) {
      if (route.repeat_interval === undefined) continue;
      expect(Number.isInteger(hours(route.repeat_interval) / hours(route.group_interval))).toBe(true);
      expect(hours(route.repeat_interval)).toBeLessThan(hours(ALERTMANAGER_RETENTION));
    }
    expect(hours(ALERTMANAGER_RETENTION)).toBeGreaterThan(168);
  });

  test('a digest is due again in the next interval, but not twice in one', () => {
    for (const [receiver, period] of [
      ['daily', 24],
      ['weekly', 168],
    ] as const) {
      const route = root.routes?.find(
        (candidate) => candidate.receiver === receiver && candidate.active_time_intervals,
      );
      const repeat = hours(route?.repeat_interval ?? '');
      const length = 1;
      expect(repeat).toBeGreaterThan(length);
      expect(repeat).toBeLessThanOrEqual(period - length);
      expect(hours(route?.group_interval ?? '')).toBeLessThan(length);
    }
  });

  test('digests come at a local hour', () => {
    const intervals = alertmanagerConfig({ ...props, timezone: 'Asia/Tokyo', digestHour: 23, weeklyOn: 'friday' });
    expect(intervals.time_intervals).toEqual([
      {
        name: 'daily-digest',
        time_intervals: [{ times: [{ start_time: '23:00', end_time: '24:00' }], location: 'Asia/Tokyo' }],
      },
      {
        name: 'weekly-digest',
        time_intervals: [
          { times: [{ start_time: '23:00', end_time: '24:00' }], weekdays: ['friday'], location: 'Asia/Tokyo' },
        ],
      },
    ]);
  });
});

describe('receivers', () => {
  const receivers = config.receivers as unknown as Record<string, unknown>[];

  test('null and one for each tier exist: the chart needs null, and a route to a missing receiver stops Alertmanager', () => {
    expect(receivers.map(({ name }) => name)).toEqual(['null', 'immediate', 'daily', 'weekly']);
  });

  test('secrets are files that are mounted, never text', () => {
    expect(alertmanagerSecrets(props)).toEqual(['mail', 'notify']);
    expect(receivers[1]).toMatchObject({
      webhook_configs: [{ url: 'http://n8n.automation.svc.cluster.local:5678/webhook/alerts', send_resolved: true }],
      slack_configs: [{ api_url_file: '/etc/alertmanager/secrets/notify/slack', channel: '#ops' }],
    });
    expect(receivers[2]).toMatchObject({ webhook_configs: [{ url_file: '/etc/alertmanager/secrets/notify/webhook' }] });
    expect(receivers[3]).toMatchObject({
      email_configs: [{ auth_password_file: '/etc/alertmanager/secrets/mail/password' }],
    });
  });

  test('a tier without a target is accepted and notifies nobody', () => {
    const quiet = alertmanagerConfig({ ...props, targets: { immediate: [], daily: [], weekly: [] } });
    expect(quiet.receivers).toEqual([{ name: 'null' }, { name: 'immediate' }, { name: 'daily' }, { name: 'weekly' }]);
  });
});
