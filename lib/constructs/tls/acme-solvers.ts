import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import { DeclaredSecret } from '../declared-secret.js';
import type { SecretTemplate } from '../secrets/secret-template.js';
import { cloudflareApiToken } from '../secrets/templates/cloudflare.js';
import type { Unit } from '../unit.js';

type Acme = NonNullable<NonNullable<IClusterIssuer['spec']>['acme']>;
export type SolverSpec = NonNullable<Acme['solvers']>[number];

/** A way to show the certificate authority that a domain is ours. Its secrets go into the issuer's unit. */
export interface AcmeSolver {
  readonly name: string;
  spec(unit: Unit): SolverSpec;
}

export interface CloudflareSolverOptions {
  /** Zones that the token is for. @default every name that is asked for */
  readonly zones?: readonly string[];
  /** Name of the Secret with the API token. @default 'cloudflare-api-token' */
  readonly secretName?: string;
}

/** DNS-01 by Cloudflare's API (S2-25), with a token for Zone Read and DNS Edit. */
export function cloudflareSolver(options: CloudflareSolverOptions = {}): AcmeSolver {
  const { zones, secretName = 'cloudflare-api-token' } = options;
  return {
    name: 'cloudflare',
    spec(unit) {
      const token = new DeclaredSecret(unit, secretName, cloudflareApiToken());
      const { key } = token.ref('api-token');
      return {
        ...zonesOf(zones),
        dns01: { cloudflare: { apiTokenSecretRef: { name: token.name, key } } },
      };
    },
  };
}

export interface PowerDnsSolverOptions {
  /** Address of PowerDNS' HTTP API, such as `http://powerdns.dns.svc.cluster.local:8081`. */
  readonly host: string;
  /** The API key as cert-manager's webhook reads it: `powerdnsApiKeyFor('webhook', server)`. */
  readonly apiKey: SecretTemplate<'api-key'>;
  /** Name of the Secret with the key. @default 'powerdns-api-key' */
  readonly secretName?: string;
  /** Zones that the server answers for. @default every name that is asked for */
  readonly zones?: readonly string[];
  /** Life of the record that proves it, in seconds. @default 120 */
  readonly ttl?: number;
}

/** DNS-01 by PowerDNS' API, through the webhook of its own chart, cert-manager-webhook-pdns (S3-58). */
export function powerDnsSolver(options: PowerDnsSolverOptions): AcmeSolver {
  const { host, apiKey, secretName = 'powerdns-api-key', zones, ttl = 120 } = options;
  return {
    name: 'powerdns',
    spec(unit) {
      const key = new DeclaredSecret(unit, secretName, apiKey);
      return {
        ...zonesOf(zones),
        dns01: {
          webhook: {
            groupName: 'acme.zacharyseguin.ca',
            solverName: 'pdns',
            config: {
              host,
              apiKeySecretRef: { name: key.name, key: key.ref('api-key').key },
              ttl,
              // The webhook compares names as DNS has them, with a dot at the end.
              ...(zones === undefined ? {} : { 'allowed-zones': zones.map((zone) => `${bare(zone)}.`) }),
            },
          },
        },
      };
    },
  };
}

export interface HttpSolverOptions {
  /** Class of the controller that answers on port 80, which the Internet has to reach (trap 89). */
  readonly ingressClass: string;
  /** Names that it is for. @default every name that no other solver is nearer to */
  readonly names?: readonly string[];
}

/** HTTP-01, for names that resolve to this cluster's port 80; no wildcards. */
export function httpSolver({ ingressClass, names }: HttpSolverOptions): AcmeSolver {
  return {
    name: 'http',
    spec: () => ({
      ...(names === undefined ? {} : { selector: { dnsNames: [...names] } }),
      http01: { ingress: { ingressClassName: ingressClass } },
    }),
  };
}

function zonesOf(zones: readonly string[] | undefined): Pick<SolverSpec, 'selector'> {
  return zones === undefined ? {} : { selector: { dnsZones: zones.map(bare) } };
}

function bare(zone: string): string {
  return zone.replace(/\.$/, '');
}
