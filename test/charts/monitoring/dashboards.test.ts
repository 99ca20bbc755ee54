import { describe, expect, test } from '@jest/globals';
import { dynamicAppsDashboard } from '../../../charts/apps/monitoring/dashboards/dynamic-apps.js';
import { n8nAutomationDashboard } from '../../../charts/apps/monitoring/dashboards/n8n-automation.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { panelsOf } from './subjects.js';

const cases: readonly (readonly [string, () => JsonObject, readonly string[]])[] = [
  [
    'n8n Automation Overview',
    () => n8nAutomationDashboard(),
    ['Executions, 24 hours', 'Success rate, 24 hours', 'Volume used'],
  ],
  [
    'Dynamic Apps Overview',
    () => dynamicAppsDashboard(),
    ['Active apps', 'CPU', 'Memory', 'Request rate', 'Response time', 'Error rate'],
  ],
];

describe.each(cases)('dashboard %s (S1-84, S1-85)', (title, make, wanted) => {
  const dashboard = make();
  const panels = panelsOf(dashboard);
  const content = panels.filter(({ type }) => type !== 'row');

  test('has its title and what the plan asks for', () => {
    expect(dashboard.title).toBe(title);
    expect(panels.map((panel) => panel.title)).toEqual(expect.arrayContaining([...wanted]));
  });

  test('every panel says what it covers, and has a query or text', () => {
    for (const panel of content) {
      expect((panel.description ?? '').length).toBeGreaterThan(10);
      expect(panel.type === 'text' ? panel.options?.content : panel.targets?.[0]?.expr).toBeTruthy();
    }
  });

  test('says what nothing measures yet instead of faking it', () => {
    const text = content.map(({ options }) => options?.content ?? '').join();
    expect(text).toMatch(/AI response times/);
    expect(text).toMatch(/later issue/);
  });

  test('shows the same bytes on every synth', () => {
    expect(JSON.stringify(make())).toBe(JSON.stringify(dashboard));
  });

  test('uses no variable but those of Grafana: the unit opts out of substitution (trap 12)', () => {
    const variables = JSON.stringify(dashboard).match(/\$\{?\w+\}?/g) ?? [];
    const known = ['$' + '{datasource}', '$__rate_interval', '$1'];
    expect([...new Set(variables)].filter((name) => !known.includes(name))).toEqual([]);
  });
});
