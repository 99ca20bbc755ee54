/** Writes the objects of all units as JSON, for the floor. Arguments: number of units, file. */
import { writeFileSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import { declareObjects } from './declare-objects.js';

const [count = '0', file = ''] = process.argv.slice(2);
const objects: unknown[] = [];
for (let n = 0; n < Number(count); n++) {
  const name = `app-${n}`;
  const chart = new Chart(new App(), name, { namespace: `area-${n % 20}`, disableResourceNameHashes: true });
  declareObjects(chart, name);
  objects.push(...chart.toJson());
}
writeFileSync(file, JSON.stringify(objects));
