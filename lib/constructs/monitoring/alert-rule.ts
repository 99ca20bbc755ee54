import type { JsonObject } from '../../model/json.js';

/** How soon a person hears of an alert: a notification cadence, not only a severity (S1-86, S1-87, S1-88). */
export type AlertTier = 'immediate' | 'daily' | 'weekly';

export const ALERT_TIERS: readonly AlertTier[] = ['immediate', 'daily', 'weekly'];

/** The severity that Prometheus' customary labels give each tier. */
export const SEVERITY_OF_TIER = { immediate: 'critical', daily: 'warning', weekly: 'info' } as const;

/** One alerting rule. */
export interface Alert {
  /** CamelCase, unique within the cluster. */
  readonly name: string;
  readonly tier: AlertTier;
  /** What is affected, as the label `component`: `n8n`, `flux`, `registry`. */
  readonly component: string;
  /** PromQL; every series that it yields is one alert. */
  readonly expr: string;
  /**
   * How long the expression must hold before the alert fires: `5m`.
   * @default fires at the first evaluation
   */
  readonly for?: string;
  /**
   * How long it stays firing after the expression stopped holding, so that a digest still sees it.
   * @default it resolves at once
   */
  readonly keepFiringFor?: string;
  readonly summary: string;
  /** What the expression measures, with its limits. */
  readonly description: string;
  /** The first thing to do. */
  readonly runbook: string;
}

export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
  /** @default Prometheus' evaluation interval */
  readonly interval?: string;
}

/** The `spec` of a PrometheusRule. */
export function prometheusRuleSpec(groups: readonly AlertGroup[]): JsonObject {
  return { groups: groups.map(renderGroup) };
}

function renderGroup({ name, interval, alerts }: AlertGroup): JsonObject {
  return { name, ...(interval === undefined ? {} : { interval }), rules: alerts.map(renderAlert) };
}

function renderAlert(alert: Alert): JsonObject {
  const { tier, component, summary, description, runbook } = alert;
  return {
    alert: alert.name,
    expr: alert.expr,
    ...(alert.for === undefined ? {} : { for: alert.for }),
    ...(alert.keepFiringFor === undefined ? {} : { keep_firing_for: alert.keepFiringFor }),
    labels: { severity: SEVERITY_OF_TIER[tier], tier, component },
    annotations: { summary, description, runbook },
  };
}
