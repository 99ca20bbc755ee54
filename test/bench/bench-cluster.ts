import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cluster, Unit } from '../../lib/index.js';
import { BENCH_SETTINGS } from './bench-settings.js';
import { declareObjects } from './declare-objects.js';

/** The chart file that all units name; it is empty. */
const SOURCE = 'charts/clusters/bench.ts';

/** What synth needs on disk besides the cluster itself. */
export function writeCharts(root: string): void {
  mkdirSync(join(root, 'charts/clusters'), { recursive: true });
  writeFileSync(join(root, SOURCE), '');
  writeFileSync(join(root, 'charts/versions.yaml'), 'charts: {}\nimages: {}\n');
}

/** A cluster that exists here only, with `count` units of five objects. `arrange` sees each of them. */
export function benchCluster(count: number, arrange: (unit: Unit) => void = () => {}) {
  return cluster(BENCH_SETTINGS, (c) => {
    const units: Unit[] = [];
    for (let n = 0; n < count; n++) {
      const name = `app-${n}`;
      // A tree of dependencies, as a real cluster has.
      const parent = units[Math.floor((n - 1) / 4)];
      const unit = new Unit(c.apps(`area-${n % 20}`), name, {
        source: SOURCE,
        ...(parent === undefined ? {} : { dependsOn: [parent] }),
      });
      declareObjects(unit, name);
      arrange(unit);
      units.push(unit);
    }
  });
}
