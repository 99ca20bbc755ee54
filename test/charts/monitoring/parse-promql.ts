import { parser } from '@prometheus-io/lezer-promql';

export interface ParsedQuery {
  /** False when the text is not PromQL. Types are not checked: that is promtool's part. */
  readonly valid: boolean;
  /** Names of the metrics that it reads. */
  readonly metrics: readonly string[];
}

/** Parses PromQL; Grafana's own variables stand for a duration. */
export function parsePromql(query: string): ParsedQuery {
  const text = query.replace(/\$__(rate_interval|range|interval)\b/g, '5m');
  const metrics = new Set<string>();
  let valid = text.trim() !== '';
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) valid = false;
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') {
        metrics.add(text.slice(node.from, node.to));
      }
    },
  });
  return { valid, metrics: [...metrics] };
}
