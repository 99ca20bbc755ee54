import type { JsonObject } from '../../model/json.js';

/** Units in Grafana's own spelling. Prometheus' base units keep the panels free of conversions. */
export type GrafanaUnit = 'short' | 'none' | 'percentunit' | 'bytes' | 's' | 'reqps' | 'dateTimeFromNow';

/** One Prometheus query of a panel. */
export interface PanelQuery {
  /** PromQL; may use Grafana's own `$__rate_interval` and `$__range`. */
  readonly expr: string;
  /**
   * Legend of the series, with `{{label}}` placeholders.
   * @default Grafana names the series by its labels
   */
  readonly legend?: string;
}

/** From this value on, a panel shows this colour. The first step has no `from`. */
export interface ThresholdStep {
  readonly color: 'green' | 'yellow' | 'red' | 'blue';
  readonly from?: number;
}

export interface PanelFrame {
  readonly title: string;
  /** What the panel covers and what it does not, for the person who reads it at night. */
  readonly description: string;
  /**
   * Columns of Grafana's 24-column grid.
   * @default 6 for stat and gauge, 12 for time series, 24 for table and text
   */
  readonly width?: number;
  /**
   * Grid rows, about 30 pixels each.
   * @default 4 for stat and gauge, 8 for time series and table, 5 for text
   */
  readonly height?: number;
}

export interface QueryPanelProps extends PanelFrame {
  readonly queries: readonly PanelQuery[];
  /** @default 'short' */
  readonly unit?: GrafanaUnit;
  /** @default one green step */
  readonly thresholds?: readonly ThresholdStep[];
  /**
   * Text where the query yields nothing.
   * @default 'no data'
   */
  readonly noValue?: string;
}

export interface TablePanelProps extends QueryPanelProps {
  /** Labels to show, in this order; everything else is hidden. */
  readonly columns: readonly string[];
}

export interface TextPanelProps extends PanelFrame {
  readonly markdown: string;
}

/** A panel before the dashboard gives it an id and a place. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly body: JsonObject;
}

/** Grafana fills this in from the dashboard's variable, so a dashboard works in any Grafana. */
const DATASOURCE: JsonObject = { type: 'prometheus', uid: '${datasource}' };

/** One number, with a sparkline when it has a history. */
export function stat(props: QueryPanelProps): Panel {
  return queryPanel('stat', props, { width: 6, height: 4, instant: true }, REDUCED);
}

/** One number between 0 and 1 as an arc. */
export function gauge(props: QueryPanelProps): Panel {
  return queryPanel('gauge', props, { width: 6, height: 4, instant: true }, REDUCED, { min: 0, max: 1 });
}

/** Series over time. */
export function timeseries(props: QueryPanelProps): Panel {
  const options: JsonObject = {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'multi', sort: 'desc' },
  };
  const custom: JsonObject = { drawStyle: 'line', fillOpacity: 10, lineWidth: 1, showPoints: 'never' };
  return queryPanel('timeseries', props, { width: 12, height: 8, instant: false }, options, { custom });
}

/** The labels of the series that a query yields now, one row each. */
export function table({ columns, ...props }: TablePanelProps): Panel {
  const panel = queryPanel('table', props, { width: 24, height: 8, instant: true }, { showHeader: true });
  const transformations = [{ id: 'filterFieldsByName', options: { include: { names: columns } } }];
  return { ...panel, body: { ...panel.body, transformations } };
}

/** Text for people, in Markdown. */
export function text({ title, description, width = 24, height = 5, markdown }: TextPanelProps): Panel {
  return {
    width,
    height,
    body: { type: 'text', title, description, options: { mode: 'markdown', content: markdown } },
  };
}

const REDUCED: JsonObject = {
  colorMode: 'value',
  graphMode: 'area',
  reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
};

function queryPanel(
  type: string,
  {
    title,
    description,
    width,
    height,
    queries,
    unit = 'short',
    thresholds = [{ color: 'green' }],
    noValue,
  }: QueryPanelProps,
  defaults: { readonly width: number; readonly height: number; readonly instant: boolean },
  options: JsonObject,
  fieldDefaults: JsonObject = {},
): Panel {
  const steps = thresholds.map(({ color, from = null }) => ({ color, value: from }));
  const targets = queries.map(({ expr, legend }, index) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + index),
    datasource: DATASOURCE,
    editorMode: 'code',
    expr,
    instant: defaults.instant,
    range: !defaults.instant,
    format: type === 'table' ? 'table' : 'time_series',
    legendFormat: legend ?? '__auto',
  }));
  return {
    width: width ?? defaults.width,
    height: height ?? defaults.height,
    body: {
      type,
      title,
      description,
      datasource: DATASOURCE,
      fieldConfig: {
        defaults: { unit, noValue: noValue ?? 'no data', thresholds: { mode: 'absolute', steps }, ...fieldDefaults },
        overrides: [],
      },
      options,
      targets,
    },
  };
}
