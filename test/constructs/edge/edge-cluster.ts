import { type Access, type CloudflareEdgeOptions, cloudflareEdge, Unit, variable, WebApp } from '../../../lib/index.js';
import { planOf, type TestSettings, testCluster } from '../../support/test-cluster.js';

export const FILE = 'edge/cloudflare.tf.json';

/** The plan's three rates of S1-74, as rpi-cluster has them. */
export const RATES: NonNullable<CloudflareEdgeOptions['rateLimits']> = {
  'n8n-webhooks': { hosts: ['n8n'], paths: ['/webhook'], requests: 60, seconds: 600 },
  api: { hosts: ['n8n', '*.apps.example.org'], paths: ['/api/'], requests: 100, seconds: 600 },
  'dynamic-apps': { hosts: ['*.apps.example.org'], requests: 300, seconds: 600 },
};

/** A cluster with n8n and with hosts below `*.apps`, whose access a test may choose. */
export function edgeCluster(
  options: CloudflareEdgeOptions,
  hosts: Readonly<Record<string, Access>> = { '*.apps.example.org': { edge: 'Cloudflare Access' } },
  settings: TestSettings = {},
) {
  return testCluster(settings, (c) => {
    const unit = new Unit(c.apps('automation'), 'n8n');
    new WebApp(unit, 'n8n', { image: c.image('demo'), port: 8080, host: 'n8n', access: { own: 'a login' } });
    cloudflareEdge(c, options);
    for (const [host, access] of Object.entries(hosts)) c.hosts.push({ host, access, unit: 'n8n', target: 'n8n' });
  });
}

/** Messages with hints of everything that is wrong with some options. */
export function edgeProblems(...[options, hosts, settings]: Parameters<typeof edgeCluster>): string[] {
  return planOf(edgeCluster(options, hosts, settings)).findings.map(({ message, hint }) => `${message} (${hint})`);
}

export interface EdgeRule {
  readonly ref: string;
  readonly expression: string;
  readonly action_parameters?: { readonly id: string };
  readonly ratelimit?: {
    readonly period: number;
    readonly requests_per_period: number;
    readonly mitigation_timeout: number;
    readonly characteristics: readonly string[];
  };
}

export interface EdgeModule {
  readonly variable: Readonly<Record<string, unknown>>;
  readonly resource: {
    readonly cloudflare_ruleset?: Readonly<Record<string, { readonly rules: readonly EdgeRule[] }>>;
    readonly cloudflare_zero_trust_access_application?: Readonly<
      Record<string, { readonly domain: string; readonly policies: readonly { readonly id: string }[] }>
    >;
    readonly cloudflare_zero_trust_access_policy?: Readonly<Record<string, unknown>>;
  };
}

/** The module that a cluster gets; findings are an error. */
export function edgeModule(...args: Parameters<typeof edgeCluster>): EdgeModule {
  const text = planOf(edgeCluster(...args)).tree.files.find(({ path }) => path.endsWith(FILE))?.content;
  return JSON.parse(text ?? '{}') as EdgeModule;
}

/** Its text, where the domain is a literal or a variable. */
export function edgeFile(options: CloudflareEdgeOptions, settings: TestSettings = {}) {
  const domain = settings.domain === undefined ? 'apps.example.org' : variable('APPS');
  const hosts = { [`*.${domain}`]: { edge: 'Cloudflare Access' } };
  const definition = edgeCluster(options, hosts, settings);
  return new Map([[FILE, planOf(definition).tree.files.find(({ path }) => path.endsWith(FILE))?.content ?? '']]);
}
