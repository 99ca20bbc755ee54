import { displayVariables } from '../../flux/substitution.js';
import type { Access } from '../../model/access.js';
import type { JsonObject } from '../../model/json.js';
import type { EdgeProblem, Judged } from './edge-problem.js';
import { terraformText } from './terraform-text.js';

/** `authenticated`: whoever Cloudflare Access lets in; `public`: everybody, without a login (S1-73). */
export type Visitors = 'public' | 'authenticated';

/** A host with who may use it. */
export interface AccessHost {
  /** Whole, with variables as tokens; `*.` at the start stands for every name below. */
  readonly host: string;
  readonly visitors: Visitors;
}

export interface AccessSettings {
  /** Hosts that the charts do not know, such as those of dynamic apps, with who may use each. @default none */
  readonly hosts?: Readonly<Record<string, Visitors>>;
  /** How long a login lasts. @default '24h' */
  readonly session?: string;
}

interface DeclaredAccess {
  readonly host: string;
  readonly access?: Access;
}

/**
 * Hosts that Cloudflare Access has to know: those with a login at the edge, and those below a name of such that have
 * none there. Every other host is open as it is, and needs nothing.
 */
export function accessHosts(declared: readonly DeclaredAccess[], others: readonly AccessHost[]): AccessHost[] {
  const guarded = declared
    .filter(({ access }) => access !== undefined && 'edge' in access)
    .map(({ host }): AccessHost => ({ host, visitors: 'authenticated' }));
  const all = [...guarded, ...others];
  const below = (host: string) =>
    all.some(({ host: one, visitors }) => visitors === 'authenticated' && one.startsWith('*.') && isBelow(host, one));
  const open = declared
    .filter(({ host, access }) => access !== undefined && !('edge' in access) && below(host))
    .map(({ host }): AccessHost => ({ host, visitors: 'public' }));
  return [...guarded, ...open, ...others];
}

function isBelow(host: string, pattern: string): boolean {
  return host !== pattern && host.endsWith(pattern.slice(1));
}

/** Applications of Access by resource name, each with the policy that it follows (S1-73). */
export function accessApplications(hosts: readonly AccessHost[], session: string): Judged<Record<string, JsonObject>> {
  const value: Record<string, JsonObject> = {};
  const problems: EdgeProblem[] = [];
  for (const { host, visitors } of hosts) {
    const shown = displayVariables(host);
    const name = shown
      .replace('*', 'any')
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .replaceAll(/^_|_$/g, '')
      .toLowerCase();
    if (name in value) {
      const message = `${shown} is declared twice, or only its signs tell it from another host`;
      problems.push({ field: 'access', message, hint: 'say once who may use it' });
    }
    value[name] = {
      account_id: '${var.account_id}',
      type: 'self_hosted',
      name: terraformText(host),
      domain: terraformText(host),
      session_duration: session,
      app_launcher_visible: visitors === 'authenticated',
      ...(visitors === 'authenticated' ? { allowed_idps: IDENTITY_PROVIDERS } : {}),
      policies: [{ id: `\${cloudflare_zero_trust_access_policy.${visitors}.id}`, precedence: 1 }],
    };
  }
  return { value, problems };
}

const IDENTITY_PROVIDERS = '${var.identity_provider_id == null ? null : [var.identity_provider_id]}';

/** The policies that applications follow, as far as one of them does. Who people are stays out of Git. */
export function accessPolicies(hosts: readonly AccessHost[], session: string): Record<string, JsonObject> {
  const used = new Set(hosts.map(({ visitors }) => visitors));
  return {
    ...(used.has('authenticated')
      ? {
          authenticated: {
            account_id: '${var.account_id}',
            name: 'People of the cluster',
            decision: 'allow',
            include: '${[for address in var.access_emails : { email = { email = address } }]}',
            session_duration: session,
          },
        }
      : {}),
    ...(used.has('public')
      ? {
          public: {
            account_id: '${var.account_id}',
            name: 'Everybody',
            decision: 'bypass',
            include: [{ everyone: {} }],
          },
        }
      : {}),
  };
}
