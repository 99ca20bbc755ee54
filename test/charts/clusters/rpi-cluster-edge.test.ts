import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { EDGE } from '../../../charts/clusters/rpi-cluster-edge.js';
import { PLANS } from '../../../lib/constructs/edge/cloudflare-plan.js';
import { managedRules } from '../../../lib/constructs/edge/firewall.js';
import { rateLimitRules } from '../../../lib/constructs/edge/rate-limits.js';
import type { EdgeModule } from '../../constructs/edge/edge-cluster.js';

const text = readFileSync('kubernetes/rpi-cluster/edge/cloudflare.tf.json', 'utf8');
const { resource } = JSON.parse(text) as EdgeModule;

test('S1-74 to S1-76 rpi-cluster’s module has the plan’s rates, countries and rulesets', () => {
  const rules = (name: string) => resource.cloudflare_ruleset?.[name]?.rules ?? [];
  const rates = rules('rate_limits').map(({ ratelimit }) => [ratelimit?.requests_per_period, ratelimit?.period]);
  expect(rates).toEqual([
    [60, 600],
    [100, 600],
    [300, 600],
  ]);
  expect(rules('countries')[0]?.expression).toBe('not ip.src.country in {"RO" "DE" "FR" "US" "GB"}');
  expect(rules('managed_rules')).toHaveLength(2);
});

test('S1-73 a dynamic app asks for a login until somebody says that it is public', () => {
  const [application] = Object.values(resource.cloudflare_zero_trust_access_application ?? {});
  expect(application).toMatchObject({
    domain: '*.${var.apps_subdomain}',
    policies: [{ id: '${cloudflare_zero_trust_access_policy.authenticated.id}' }],
  });
});

test('S1-24 the module names no domain of the cluster', () => {
  expect(text).not.toContain('k8s-lab.dev');
});

test.each(PLANS)('on the %s plan the rates need no other word than the plan’s', (plan) => {
  expect(rateLimitRules(EDGE.rateLimits ?? {}, plan, (name) => name).problems).toEqual([]);
  const problems = managedRules(EDGE.managedRules ?? [], plan, (name) => name).problems;
  expect(problems).toHaveLength(plan === 'free' ? 2 : 0);
});
