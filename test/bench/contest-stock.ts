/** Contestant: cdk8s' own `App.synth()`, one YAML file a chart. Arguments: number of units, output folder. */
import { App, Chart, YamlOutputType } from 'cdk8s';
import { declareObjects } from './declare-objects.js';

const [count = '0', outdir = ''] = process.argv.slice(2);
const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_CHART });
for (let n = 0; n < Number(count); n++) {
  const name = `app-${n}`;
  const chart = new Chart(app, name, { namespace: `area-${n % 20}`, disableResourceNameHashes: true });
  declareObjects(chart, name);
}
app.synth();
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
