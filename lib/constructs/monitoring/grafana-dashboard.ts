import type { JsonObject } from '../../model/json.js';
import type { Panel } from './grafana-panels.js';

/** Panels below one heading. */
export interface DashboardRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface DashboardProps {
  readonly title: string;
  /** Stable across renames; at most 40 characters, as Grafana demands. */
  readonly uid: string;
  readonly description: string;
  readonly rows: readonly DashboardRow[];
  /** @default none */
  readonly tags?: readonly string[];
  /** @default 'now-24h' */
  readonly from?: string;
}

/** Dashboard model of Grafana 12 and 13; older and newer ones convert it on load. */
const SCHEMA_VERSION = 42;
const COLUMNS = 24;

/**
 * A Grafana dashboard: rows of panels, laid out from left to right on the 24-column grid.
 * Ids count from 1 in reading order, so that the same input gives the same JSON.
 * It holds Grafana's own `${datasource}`: the unit that ships it must opt out of Flux substitution (S1-84, S1-85).
 */
export function dashboard({ title, uid, description, rows, tags = [], from = 'now-24h' }: DashboardProps): JsonObject {
  return {
    uid,
    title,
    description,
    tags,
    schemaVersion: SCHEMA_VERSION,
    editable: false,
    graphTooltip: 1,
    refresh: '1m',
    time: { from, to: 'now' },
    timezone: 'browser',
    templating: { list: [DATASOURCE_VARIABLE] },
    annotations: { list: [] },
    panels: layOut(rows),
  };
}

const DATASOURCE_VARIABLE: JsonObject = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: 'prometheus',
  refresh: 1,
  hide: 0,
  includeAll: false,
  multi: false,
};

function layOut(rows: readonly DashboardRow[]): readonly JsonObject[] {
  const placed: JsonObject[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    const gridPos = { x: 0, y, w: COLUMNS, h: 1 };
    placed.push({ id: placed.length + 1, type: 'row', title, collapsed: false, gridPos, panels: [] });
    y += 1;
    let x = 0;
    let tallest = 0;
    for (const { width, height, body } of panels) {
      if (x + width > COLUMNS) {
        y += tallest;
        x = 0;
        tallest = 0;
      }
      placed.push({ id: placed.length + 1, ...body, gridPos: { x, y, w: width, h: height } });
      x += width;
      tallest = Math.max(tallest, height);
    }
    y += tallest;
  }
  return placed;
}
