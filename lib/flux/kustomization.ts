import { byCodeUnit } from '../model/code-unit-order.js';
import type { JsonObject } from '../model/json.js';
import type { ResolvedUnit } from '../model/unit.js';
import { healthExpressions } from './health-expressions.js';
import { NEVER_PRUNE } from './prune.js';

/** What every FluxKustomization of a cluster shares. */
export interface FluxContext {
  readonly cluster: string;
  /** Namespace of every Flux object. The root GitRepository and Kustomization bear its name, as bootstrap does it. */
  readonly namespace: string;
  /** Secret that `substituteFrom` names. */
  readonly variablesSecret?: string;
}

/** Name of the Secret with the age key (S2-04). */
export const DECRYPTION_SECRET = 'sops-age';

/** A unit as Flux reconciles it: one document of ks.yaml (DC-14). */
export function fluxKustomization(unit: ResolvedUnit, context: FluxContext): JsonObject {
  const { namespace, cluster, variablesSecret } = context;
  return {
    ...header(unit.name, namespace),
    spec: {
      ...spec(context, `./kubernetes/${cluster}/${unit.path}`),
      interval: unit.interval,
      retryInterval: unit.retryInterval,
      timeout: unit.timeout,
      prune: unit.prune,
      wait: unit.wait,
      healthChecks: unit.healthChecks.length === 0 ? undefined : unit.healthChecks.map((check) => ({ ...check })),
      healthCheckExprs: healthExpressions(unit),
      dependsOn:
        unit.dependsOn.length === 0 ? undefined : [...unit.dependsOn].sort(byCodeUnit).map((name) => ({ name })),
      decryption: unit.secretFiles.some(({ certificate }) => certificate === undefined)
        ? { provider: 'sops', secretRef: { name: DECRYPTION_SECRET } }
        : undefined,
      postBuild: unit.substitutes
        ? { substituteFrom: [{ kind: 'Secret', name: variablesSecret as string }] }
        : undefined,
    },
  };
}

/**
 * A layer (`infrastructure`, `apps`): applies namespaces and ks.yaml files only. It neither waits nor depends, so that
 * a unit that fails blocks those that depend on it and nobody else. The root never prunes it, since with it would go
 * every unit; units that no chart declares any more are pruned by it.
 */
export function layerKustomization(layer: string, context: FluxContext): JsonObject {
  return {
    ...header(layer, context.namespace, Object.fromEntries([NEVER_PRUNE])),
    spec: {
      ...spec(context, `./kubernetes/${context.cluster}/${layer}`),
      interval: '1h',
      retryInterval: '2m',
      timeout: '5m',
      prune: true,
      wait: false,
    },
  };
}

/** The Kustomization that bootstrap applies: everything else follows from it. */
export function rootKustomization(context: FluxContext): JsonObject {
  return {
    ...header(context.namespace, context.namespace),
    spec: {
      ...spec(context, `./kubernetes/${context.cluster}/flux`),
      interval: '1h',
      retryInterval: '2m',
      timeout: '5m',
      prune: true,
      wait: false,
    },
  };
}

function header(name: string, namespace: string, annotations?: Record<string, string>): JsonObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace, annotations },
  };
}

function spec({ namespace }: FluxContext, path: string): JsonObject {
  return { path, sourceRef: { kind: 'GitRepository', name: namespace, namespace } };
}
