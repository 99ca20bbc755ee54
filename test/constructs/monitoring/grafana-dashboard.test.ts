import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dashboard } from '../../../lib/constructs/monitoring/grafana-dashboard.js';
import { gauge, stat, table, text, timeseries } from '../../../lib/constructs/monitoring/grafana-panels.js';
import { cases } from '../../support/cases.js';

interface Placed {
  readonly id: number;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const frame = { title: 't', description: 'd', queries: [{ expr: 'up' }] };
const size = { width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 10 }) };
const rows = fc.array(fc.record({ title: fc.string(), panels: fc.array(fc.record(size)) }), { maxLength: 5 });

function place(layout: readonly { title: string; panels: readonly { width: number; height: number }[] }[]) {
  const filled = layout.map(({ title, panels }) => ({ title, panels: panels.map((p) => stat({ ...frame, ...p })) }));
  return dashboard({ title: 't', uid: 'u', description: 'd', rows: filled }).panels as unknown as Placed[];
}

describe('dashboard layout', () => {
  test('panels never overlap and never leave the 24 columns', () => {
    fc.assert(
      fc.property(rows, (layout) => {
        const taken = new Set<string>();
        for (const { gridPos } of place(layout)) {
          expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
          for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
            for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
              expect(taken.has(`${x},${y}`)).toBe(false);
              taken.add(`${x},${y}`);
            }
          }
        }
      }),
      cases(15, 50),
    );
  });

  test('ids count from 1, so that a diff shows only what changed', () => {
    fc.assert(
      fc.property(rows, (layout) => {
        expect(place(layout).map(({ id }) => id)).toEqual(place(layout).map((_panel, index) => index + 1));
      }),
    );
  });

  test('each kind of panel asks Prometheus in the way that Grafana needs', () => {
    const target = (panel: { body: unknown }) => (panel.body as { targets: Record<string, unknown>[] }).targets[0];
    expect(target(stat(frame))).toMatchObject({ instant: true, range: false, format: 'time_series' });
    expect(target(gauge(frame))).toMatchObject({ instant: true });
    expect(target(timeseries(frame))).toMatchObject({ instant: false, range: true, refId: 'A' });
    expect(target(table({ ...frame, columns: ['name'] }))).toMatchObject({ format: 'table', instant: true });
    expect(text({ title: 't', description: 'd', markdown: '# x' }).body).not.toHaveProperty('targets');
  });
});
