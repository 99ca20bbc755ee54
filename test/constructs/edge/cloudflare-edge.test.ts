import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  blocksOf,
  type CloudflarePlan,
  PLAN_LIMITS,
  PLANS,
  periodsOf,
} from '../../../lib/constructs/edge/cloudflare-plan.js';
import { type RateLimit, rateLimitRules } from '../../../lib/constructs/edge/rate-limits.js';
import { terraformText } from '../../../lib/constructs/edge/terraform-text.js';
import { asideSource } from '../../../lib/flux/aside-text.js';
import { variable } from '../../../lib/index.js';
import { describeGolden } from '../../support/golden.js';
import { edgeFile, edgeModule, edgeProblems, RATES } from './edge-cluster.js';

const APPS = `*.${variable('APPS')}`;
const VARIABLES = { domain: variable('DOMAIN'), variables: { DOMAIN: 'example.org', APPS: 'apps.example.org' } };

describeGolden('edge', {
  business: () =>
    edgeFile({
      plan: 'business',
      rateLimits: RATES,
      countries: { allow: ['RO', 'DE', 'FR', 'US', 'GB'] },
      managedRules: [{ ruleset: 'cloudflare' }, { ruleset: 'owasp' }],
      access: { hosts: { 'open.apps.example.org': 'public' } },
    }),
  'variables-on-free': () =>
    edgeFile(
      {
        plan: 'free',
        rateLimits: {
          hooks: {
            hosts: ['n8n'],
            requests: 60,
            seconds: 600,
            onPlan: { free: { paths: ['/webhook'], requests: 20, seconds: 10 } },
          },
          apps: { hosts: [APPS], requests: 300, seconds: 600, onPlan: { free: { leftOut: 'no host there' } } },
        },
        countries: { allow: ['DE'], except: { hosts: ['n8n'], reason: 'signed calls from anywhere' } },
        access: {},
      },
      VARIABLES,
    ),
});

describe('S1-74 rate limits', () => {
  test('are the plan’s figures, for each address, where the zone’s plan has ten minutes', () => {
    const rules = edgeModule({ plan: 'business', rateLimits: RATES }).resource.cloudflare_ruleset?.rate_limits?.rules;
    const figures = rules?.map(({ ref, ratelimit }) => [ref, ratelimit?.requests_per_period, ratelimit?.period]);
    expect(figures).toEqual([
      ['rate_limit_n8n_webhooks', 60, 600],
      ['rate_limit_api', 100, 600],
      ['rate_limit_dynamic_apps', 300, 600],
    ]);
    for (const { ratelimit } of rules ?? []) expect(ratelimit?.characteristics).toEqual(['cf.colo.id', 'ip.src']);
  });

  test('that the plan cannot have are errors with a way out, and nothing is written (trap 30)', () => {
    const problems = edgeProblems({ plan: 'free', rateLimits: RATES });
    expect(problems).toEqual([
      'n8n-webhooks: the free plan counts requests over 10 seconds, not over 600 (say by onPlan what free has instead, or take the business plan)',
      'n8n-webhooks: a rate limit on the free plan sees the path alone, no host (say by onPlan what free has instead, or take the pro plan)',
      expect.stringMatching(/^api: .* over 600/),
      expect.stringMatching(/^api: .* no host/),
      expect.stringMatching(/^dynamic-apps: .* over 600/),
      expect.stringMatching(/^dynamic-apps: .* no host/),
      'a zone on the free plan has 1 rate limiting rule, not 3 (leave some out by onPlan, or take the business plan)',
    ]);
  });

  test.each([
    [
      'a block that the plan does not know',
      { requests: 1, seconds: 10, blockSeconds: 60 },
      'for 10 seconds, not for 60',
    ],
    ['no requests at all', { requests: 0, seconds: 10 }, '0 requests are no limit'],
    ['a path without its slash', { requests: 1, seconds: 10, paths: ['webhook'] }, 'starts with "/"'],
  ])('%s is an error', (_, rate, fact) => {
    expect(edgeProblems({ plan: 'free', rateLimits: { one: rate } })).toEqual([expect.stringContaining(fact)]);
  });

  test('a host that the cluster does not have is an error, not a rule for nobody', () => {
    const rateLimits = { one: { hosts: ['n8m'], requests: 1, seconds: 10 } };
    expect(edgeProblems({ plan: 'pro', rateLimits })).toEqual([
      'n8m.example.org is no host of this cluster (did you mean "n8n.example.org"?)',
    ]);
  });

  test('law: what comes out without a problem is what the plan has', () => {
    const seconds = fc.constantFrom(10, 30, 60, 61, 600, 900, 3600);
    const rate = fc.record({
      requests: fc.integer({ min: 1, max: 900 }),
      seconds,
      blockSeconds: fc.option(seconds, { nil: undefined }),
      hosts: fc.constantFrom(undefined, [], ['n8n']),
      paths: fc.constantFrom(undefined, ['/webhook']),
    });
    const other = fc.oneof(rate, fc.constant({ leftOut: 'no' }));
    const onPlan = fc.dictionary(fc.constantFrom(...PLANS), other);
    const limit = fc
      .tuple(rate, fc.option(onPlan))
      .map(([one, more]) => (more === null ? one : { ...one, onPlan: more }));
    const limits = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), limit, { maxKeys: 6 });
    let accepted = 0;
    fc.assert(
      fc.property(limits, fc.constantFrom(...PLANS), (given, plan: CloudflarePlan) => {
        const { value, problems } = rateLimitRules(given as Record<string, RateLimit>, plan, (name) => name);
        if (problems.length > 0) return;
        accepted += value.length > 0 ? 1 : 0;
        expect(value.length).toBeLessThanOrEqual(PLAN_LIMITS[plan].rateLimits);
        for (const rule of value as {
          expression: string;
          ratelimit: { period: number; mitigation_timeout: number };
        }[]) {
          expect(periodsOf(plan)).toContain(rule.ratelimit.period);
          expect(blocksOf(plan)).toContain(rule.ratelimit.mitigation_timeout);
          if (plan === 'free') expect(rule.expression).not.toContain('http.host');
        }
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('S1-75 countries', () => {
  test.each([
    [['UK'], 'the code is "GB"'],
    [['ro'], 'two capital letters'],
    [['ZZZ'], 'two capital letters'],
    [['QX'], '"QX" is no country'],
    [[], 'keeps everybody out'],
  ])('%j is an error', (allow, fact) => {
    expect(edgeProblems({ plan: 'free', countries: { allow } })).toEqual([expect.stringContaining(fact)]);
  });

  test('everybody else is blocked, but for hosts that are said to be excepted', () => {
    const countries = { allow: ['RO', 'DE'], except: { hosts: ['n8n'], reason: 'signed' } };
    const { rules } = edgeModule({ plan: 'free', countries }).resource.cloudflare_ruleset?.countries ?? { rules: [] };
    expect(rules).toEqual([
      expect.objectContaining({
        action: 'block',
        expression: '(not ip.src.country in {"RO" "DE"}) and (not (http.host in {"n8n.example.org"}))',
      }),
    ]);
  });
});

describe('S1-76 managed rules', () => {
  test('OWASP on the free plan is an error that names the plan that has it', () => {
    expect(edgeProblems({ plan: 'free', managedRules: [{ ruleset: 'owasp' }] })).toEqual([
      expect.stringMatching(/^the Cloudflare OWASP Core Ruleset is not in the free plan \(take the pro plan/),
    ]);
  });

  test.each(['pro', 'business', 'enterprise'] as const)('both rulesets run on %s', (plan) => {
    const managedRules = [{ ruleset: 'cloudflare' }, { ruleset: 'owasp' }] as const;
    const { rules } = edgeModule({ plan, managedRules }).resource.cloudflare_ruleset?.managed_rules ?? { rules: [] };
    expect(rules.map(({ action_parameters }) => action_parameters?.id)).toEqual([
      'efb7b8c949ac4650a09736fc376e9aee',
      '4814384a9e5d4991b9815dcfc25d2f1f',
    ]);
  });
});

describe('S1-73 logins at the edge', () => {
  const applications = (...args: Parameters<typeof edgeModule>) =>
    Object.values(edgeModule(...args).resource.cloudflare_zero_trust_access_application ?? {}).map(
      ({ domain, policies }) => `${domain} ${policies[0]?.id.split('.')[1]}`,
    );

  test('follow from what hosts say of their access: own logins and public hosts need none', () => {
    const hosts = { 'a.example.org': { edge: 'Access' }, 'b.example.org': { public: 'a page' } };
    expect(applications({ plan: 'free', access: {} }, hosts)).toEqual(['a.example.org authenticated']);
  });

  test('a public host below a guarded name is let through, since Access takes the closest application', () => {
    const hosts = { '*.apps.example.org': { edge: 'Access' }, 'page.apps.example.org': { public: 'a page' } };
    expect(applications({ plan: 'free', access: { hosts: { 'demo.apps.example.org': 'public' } } }, hosts)).toEqual([
      '*.apps.example.org authenticated',
      'page.apps.example.org public',
      'demo.apps.example.org public',
    ]);
  });

  test('a host that is declared twice is an error', () => {
    expect(edgeProblems({ plan: 'free', access: { hosts: { '*.apps.example.org': 'public' } } })).toEqual([
      expect.stringContaining('declared twice'),
    ]);
  });

  test('who people are is a variable, and never in the file', () => {
    const module = edgeModule({ plan: 'free', access: {} });
    expect(Object.keys(module.variable)).toEqual(['account_id', 'access_emails', 'identity_provider_id']);
    expect(JSON.stringify(module.resource.cloudflare_zero_trust_access_policy)).toContain('var.access_emails');
  });
});

describe('the module', () => {
  test('is synth’s own by its header, and names no domain where the cluster has variables (S1-24)', () => {
    const text = [...edgeFile({ plan: 'pro', countries: { allow: ['DE'] }, access: {} }, VARIABLES).values()][0] ?? '';
    expect(asideSource(text)).toBe('charts/clusters/test.ts');
    expect(text).not.toContain('example.org');
  });

  test('an unknown plan is an error', () => {
    expect(edgeProblems({ plan: 'gold' as CloudflarePlan })).toEqual([expect.stringContaining('plan "gold"')]);
  });

  test('law: text that is no variable of the cluster is never a template of Terraform', () => {
    const piece = fc.constantFrom('$', '%', '{', '}', '${', '$${', 'a', variable('X'));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = terraformText(pieces.join(''));
        // What Terraform would read: escapes become text, `${var.x}` and `${"$"}` are filled in.
        const read = text.replace(/\$\$\{|%%\{|\$\{var\.x\}|\$\{"([$%]+)"\}|[$%]\{/g, (found, sign?: string) => {
          if (found === '${var.x}') return '<X>';
          if (sign !== undefined) return sign;
          if (found.length === 3) return found.slice(1);
          throw new Error(`a template in ${text}`);
        });
        expect(read).toBe(pieces.map((one) => (one === variable('X') ? '<X>' : one)).join(''));
      }),
      { numRuns: 1000 },
    );
  });
});
