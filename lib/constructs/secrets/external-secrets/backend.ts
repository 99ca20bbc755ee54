import type { Construct } from 'constructs';
import type { SecretDeclaration } from '../../../model/secret.js';
import { duration } from '../../format.js';
import { PerCluster } from '../../per-cluster.js';
import type { DeliveredSecret, SecretBackend } from '../../strategies.js';
import { unitOf } from '../../unit.js';
import { deliverAll } from './deliver-all.js';
import type { Delivery, ExternalSecretsOptions } from './delivery.js';

/** Pods that use a Secret of which Git knows nothing are restarted by Reloader (S3-17). */
const RELOADER = { 'reloader.stakater.com/auto': 'true' } as const;

/**
 * Secrets by External Secrets: asked values from a store, generated ones made once in the cluster, and everything that
 * is derived from them by its templates. Apps see Kubernetes Secrets and know of no store (S3-11). What it cannot give
 * is an error that names secret and key, and the way out.
 */
export function externalSecrets(options: ExternalSecretsOptions): SecretBackend {
  const { refreshInterval = '1h' } = options;
  const deliveries = new PerCluster((): Delivery[] => []);
  const backend: SecretBackend = {
    name: 'external-secrets',
    deliver(scope: Construct, declaration: SecretDeclaration): DeliveredSecret {
      const unit = unitOf(scope);
      const { cluster } = unit;
      const all = deliveries.of(cluster);
      // Who reads whose secret is known at the end alone.
      if (all.length === 0) {
        unit.expect(duration, 'externalSecrets.refreshInterval', refreshInterval);
        cluster.whenDeclared(() => deliverAll(cluster, backend, all, { ...options, refreshInterval }));
      }
      all.push({ scope, unit, declaration });
      return cluster.settings.reloader ? { podAnnotations: RELOADER } : {};
    },
  };
  return backend;
}
