import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { alertmanagerConfig } from '../../charts/apps/monitoring/alertmanager-config.js';
import { n8nWebhook } from '../../charts/apps/monitoring/notification-target.js';
import { prometheusRuleSpec } from '../../lib/constructs/monitoring/alert-rule.js';
import { findTool } from '../../lib/system/find-tool.js';
import { dashboards, groups, panelsOf } from '../charts/monitoring/subjects.js';
import { sayAloud } from '../support/say-aloud.js';

const promtool = findTool('promtool');
const amtool = findTool('amtool');
for (const [name, path] of Object.entries({ promtool, amtool })) {
  if (path === undefined) sayAloud(`${name}: none on PATH or in dist/tools/bin`);
}
const withPromtool = promtool === undefined ? describe.skip : describe;
const withAmtool = amtool === undefined ? describe.skip : describe;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'promtool-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a tool in the folder; throws with its own words when it refuses. JSON is YAML, so it is what the tools read. */
function run(tool: string | undefined, ...args: readonly string[]): string {
  return execFileSync(tool ?? '', [...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

withPromtool('promtool', () => {
  test('accepts every rule', () => {
    writeFileSync(join(folder, 'rules.json'), JSON.stringify(prometheusRuleSpec(groups)));
    expect(run(promtool, 'check', 'rules', '--lint=all', '--lint-fatal', 'rules.json')).toContain('SUCCESS');
  });

  test('accepts every query of the dashboards, types included', () => {
    const rules = dashboards.flatMap((dashboard) =>
      panelsOf(dashboard)
        .flatMap(({ targets = [] }) => targets)
        .map(({ expr }, index) => ({
          record: `panel:${String(dashboard.uid).replaceAll('-', '_')}:${index}`,
          expr: expr.replaceAll('$__rate_interval', '5m'),
        })),
    );
    writeFileSync(join(folder, 'panels.json'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    expect(run(promtool, 'check', 'rules', 'panels.json')).toContain('SUCCESS');
  });
});

withAmtool('amtool', () => {
  const targets = { immediate: [n8nWebhook('alerts')], daily: [n8nWebhook('daily')], weekly: [n8nWebhook('weekly')] };

  beforeAll(() => {
    const config = alertmanagerConfig({ timezone: 'Europe/Bucharest', targets });
    writeFileSync(join(folder, 'alertmanager.json'), JSON.stringify(config));
  });

  test('accepts the config', () => {
    expect(run(amtool, 'check-config', 'alertmanager.json')).toContain('SUCCESS');
  });

  test.each([
    ['immediate', 'tier=immediate', 'severity=critical'],
    ['daily', 'tier=daily', 'severity=warning'],
    ['weekly', 'tier=weekly', 'severity=info'],
    ['immediate', 'severity=critical'],
    ['daily', 'severity=warning'],
    ['null', 'severity=info'],
    ['null', 'alertname=Watchdog', 'severity=none'],
  ])('routes to %s: %s %s', (receiver, ...labels) => {
    const routed = run(amtool, 'config', 'routes', 'test', '--config.file=alertmanager.json', ...labels);
    expect(routed.trim()).toBe(receiver);
  });
});
