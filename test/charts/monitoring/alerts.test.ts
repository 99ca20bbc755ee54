import { describe, expect, test } from '@jest/globals';
import { n8nAlerts } from '../../../charts/apps/monitoring/alerts/n8n-alerts.js';
import { prometheusRuleSpec, SEVERITY_OF_TIER } from '../../../lib/constructs/monitoring/alert-rule.js';
import { alerts, groups } from './subjects.js';

function alert(name: string) {
  const found = alerts.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no alert ${name}`);
  return found;
}

/** [alert, tier, end of its expression]: the figures of S1-86 to S1-89, word for word. */
const FIGURES = [
  ['N8nWorkflowFailures', 'immediate', '> 3'],
  ['VolumeAlmostFull', 'immediate', '> 0.95'],
  ['NodeDiskAlmostFull', 'immediate', '> 0.95'],
  ['DeploymentSuccessLow', 'daily', '< 0.8'],
  ['DynamicAppSlow', 'daily', '> 2'],
  ['RegistryStorageHigh', 'daily', '> 0.85'],
  ['PostgresBackupTooOld', 'daily', '> 93600'],
] as const;

const TIERS = [
  ['FluxReconciliationFailing', 'immediate'],
  ['PostgresDown', 'immediate'],
  ['CloudflareTunnelDown', 'immediate'],
  ['RegistryAuthFailures', 'weekly'],
  ['TunnelAuthFailures', 'weekly'],
  ['VolumeFullInTwoWeeks', 'weekly'],
] as const;

describe('alerts (S1-86, S1-87, S1-88)', () => {
  test.each(FIGURES)('%s is %s and fires at the stated figure (%s)', (name, tier, threshold) => {
    expect(alert(name).tier).toBe(tier);
    expect(alert(name).expr.endsWith(` ${threshold}`)).toBe(true);
  });

  test.each(TIERS)('%s is %s', (name, tier) => {
    expect(alert(name).tier).toBe(tier);
  });

  test('"more than 3 in 1 hour" is a window over one hour, rounded: increase() makes 3.05 of 3 events (trap 29)', () => {
    expect(alert('N8nWorkflowFailures').expr).toMatch(
      /^round\(.*increase\(n8n_workflow_failed_total\[1h\]\).*\) > 3$/s,
    );
  });

  test('names are unique: two alerts of one name would inhibit each other', () => {
    const names = alerts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('every alert has a tier that routes it and words for the person who is woken', () => {
    const rules = (prometheusRuleSpec(groups).groups as { rules: Record<string, unknown>[] }[]).flatMap((g) => g.rules);
    expect(rules).toHaveLength(alerts.length);
    for (const { labels, annotations } of rules as { labels: never; annotations: never }[]) {
      const { tier, severity } = labels as { tier: keyof typeof SEVERITY_OF_TIER; severity: string };
      expect(severity).toBe(SEVERITY_OF_TIER[tier]);
      for (const text of ['summary', 'description', 'runbook']) {
        expect(String(annotations[text]).length).toBeGreaterThan(10);
      }
    }
  });

  test('no text holds what Flux would substitute', () => {
    expect(JSON.stringify(prometheusRuleSpec(groups))).not.toMatch(/\$\{|\$\$/);
  });

  test('namespaces of n8n and PostgreSQL can differ', () => {
    const text = JSON.stringify(n8nAlerts({ n8nNamespace: 'flows', postgresNamespace: 'data' }));
    expect(text).toContain('flows');
    expect(text).not.toMatch(/automation\\"|datastore/);
  });
});
