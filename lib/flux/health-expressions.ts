import { by } from '../model/code-unit-order.js';
import type { JsonObject } from '../model/json.js';
import type { ResolvedUnit } from '../model/unit.js';

const READY = condition('Ready');

/** cert-manager says in each condition which generation it is about. */
const SEEN_READY =
  "has(status.conditions) && status.conditions.exists(c, c.type == 'Ready' && c.status == 'True' && c.observedGeneration == metadata.generation)";

/** External Secrets writes which generation it has dealt with; without it, the readiness of the last one would count. */
const SYNCED_GENERATION =
  "has(status.syncedResourceVersion) && status.syncedResourceVersion.startsWith(string(metadata.generation) + '-')";

/** A controller that says for which generation its conditions hold. */
const OBSERVED = 'has(status.observedGeneration) && status.observedGeneration == metadata.generation';

/** Every pod of the raft answers, and one of them leads; the operator writes no generation (S3-32). */
const UNSEALED = `${condition('Healthy')} && has(status.leader) && status.leader != ''`;
/** The PowerDNS operator says it in a field of its own, and tries a zone that failed only when it changes. */
const ZONE_IN_SYNC =
  "has(status.syncStatus) && status.syncStatus == 'Succeeded' && status.observedGeneration == metadata.generation";

/**
 * Kinds that look healthy to kstatus while nobody has seen them: it takes an object without conditions for current, so
 * that dependants would start before the Secret, the account or the certificate is there (S0-05, S0-15, S2-25, S3-12).
 */
const EXPRESSIONS: Readonly<Record<string, { readonly apiVersion: string; readonly current: string }>> = {
  Certificate: { apiVersion: 'cert-manager.io/v1', current: SEEN_READY },
  ClusterExternalSecret: { apiVersion: 'external-secrets.io/v1', current: READY },
  ClusterIssuer: { apiVersion: 'cert-manager.io/v1', current: SEEN_READY },
  ClusterSecretStore: { apiVersion: 'external-secrets.io/v1', current: READY },
  ClusterZone: { apiVersion: 'dns.cav.enablers.ob/v1alpha2', current: ZONE_IN_SYNC },
  ExternalSecret: { apiVersion: 'external-secrets.io/v1', current: `${READY} && ${SYNCED_GENERATION}` },
  Issuer: { apiVersion: 'cert-manager.io/v1', current: SEEN_READY },
  MariaDB: { apiVersion: 'k8s.mariadb.com/v1alpha1', current: READY },
  PushSecret: { apiVersion: 'external-secrets.io/v1alpha1', current: `${READY} && ${SYNCED_GENERATION}` },
  SealedSecret: { apiVersion: 'bitnami.com/v1alpha1', current: condition('Synced') },
  SecretStore: { apiVersion: 'external-secrets.io/v1', current: READY },
  Terraform: { apiVersion: 'infra.contrib.fluxcd.io/v1alpha2', current: `${READY} && ${OBSERVED}` },
  Vault: { apiVersion: 'vault.banzaicloud.com/v1alpha1', current: UNSEALED },
  Zone: { apiVersion: 'dns.cav.enablers.ob/v1alpha2', current: ZONE_IN_SYNC },
};

/** `healthCheckExprs` for the kinds that a unit holds or waits for; undefined where kstatus judges all of them well. */
export function healthExpressions({ manifests, healthChecks, secretFiles }: ResolvedUnit): JsonObject[] | undefined {
  const sealed = secretFiles.some(({ certificate }) => certificate !== undefined) ? ['SealedSecret'] : [];
  const held = manifests.map(({ object }) => ({ apiVersion: object.apiVersion, kind: object.kind }));
  const kinds = new Set([
    ...[...held, ...healthChecks]
      .filter(({ apiVersion, kind }) => EXPRESSIONS[kind]?.apiVersion === apiVersion)
      .map(({ kind }) => kind),
    ...sealed,
  ]);
  if (kinds.size === 0) return undefined;
  return [...kinds].sort(by((kind) => kind)).map((kind) => {
    const { apiVersion, current } = EXPRESSIONS[kind] as { apiVersion: string; current: string };
    return { apiVersion, kind, current };
  });
}

function condition(type: string): string {
  return `has(status.conditions) && status.conditions.exists(c, c.type == '${type}' && c.status == 'True')`;
}
