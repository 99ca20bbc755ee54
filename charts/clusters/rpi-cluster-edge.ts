import { type CloudflareEdgeOptions, variable } from '../../lib/index.js';
import { REGISTRY_HOST } from '../infrastructure/registry/credentials.js';

const DYNAMIC_APPS = `*.${variable('APPS_SUBDOMAIN')}`;
const FREE = 'a rate limit on the free plan sees the path alone, and there is one';

/** What Cloudflare does in front of rpi-cluster; docs/edge.md says how it gets there. */
export const EDGE: CloudflareEdgeOptions = {
  // Set this to your zone's plan first: it decides which of the rules below can be had (trap 30).
  plan: 'business',
  rateLimits: {
    'n8n-webhooks': {
      hosts: ['n8n'],
      paths: ['/webhook'],
      requests: 60,
      seconds: 600,
      onPlan: {
        free: { paths: ['/webhook'], requests: 20, seconds: 10 },
        pro: { hosts: ['n8n'], paths: ['/webhook'], requests: 30, seconds: 60 },
      },
    },
    api: {
      hosts: ['n8n', DYNAMIC_APPS],
      paths: ['/api/'],
      requests: 100,
      seconds: 600,
      onPlan: { free: { leftOut: FREE }, pro: { leftOut: 'two rules are all there is' } },
    },
    'dynamic-apps': {
      hosts: [DYNAMIC_APPS],
      requests: 300,
      seconds: 600,
      onPlan: { free: { leftOut: FREE }, pro: { hosts: [DYNAMIC_APPS], requests: 150, seconds: 60 } },
    },
  },
  countries: { allow: ['RO', 'DE', 'FR', 'US', 'GB'] },
  managedRules: [
    { ruleset: 'cloudflare' },
    {
      ruleset: 'owasp',
      except: { hosts: [REGISTRY_HOST], reason: 'layers of images look like anything, and it asks for a login' },
    },
  ],
  // Who is let in is a variable of the module. Apps under `*.<apps domain>` ask for a login, but for those named here.
  access: { hosts: {} },
};
