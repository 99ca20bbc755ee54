import { InputError } from '../model/error.js';
import type { Finding } from '../model/finding.js';
import { isExample } from '../rules/sealed/secret-stand-in.js';
import { type Plan, plan } from '../synth/pipeline.js';
import { planView } from '../synth/plan-view.js';
import { read, type Snapshot } from '../synth/read.js';
import { type CheckedTree, checkView } from './check-tree.js';
import type { Platform } from './io.js';

/** What a check of the charts found, over what synth would write. */
export interface CheckedCharts extends CheckedTree {
  readonly plans: readonly Plan[];
  readonly snapshot?: Snapshot;
  /** Secrets of the published example that hold stand-ins. */
  readonly standIns: number;
}

/** Every rule over what synth would write for some clusters. Input that no plan can be made of is a finding. */
export async function checkCharts(root: string, clusters: Platform['clusters']): Promise<CheckedCharts> {
  let snapshot: Snapshot;
  let plans: Plan[];
  try {
    const all = read(
      root,
      clusters.map(({ name }) => name),
    );
    snapshot = all;
    plans = clusters.map((definition) => plan(definition, all));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { plans: [], findings: [unusable(error)], suppressed: [], objects: 0, standIns: 0 };
  }
  const findings: Finding[] = plans.flatMap((planned) => [...planned.findings]);
  const suppressed: CheckedTree['suppressed'][number][] = [];
  let objects = 0;
  for (const planned of plans) {
    const tree = await checkView(planView(planned, snapshot));
    findings.push(...tree.findings);
    suppressed.push(...tree.suppressed);
    objects += tree.objects;
  }
  return { plans, snapshot, findings, suppressed, objects, standIns: standInsOf(plans) };
}

function standInsOf(plans: readonly Plan[]): number {
  const examples = plans.flatMap(({ sealed }) => sealed.filter((file) => 'clear' in file && isExample(file)));
  return examples.filter((file) => 'standIns' in file && file.standIns.length > 0).length;
}

function unusable({ message, hint }: InputError): Finding {
  const origin = { cluster: 'all clusters', source: 'charts' };
  const finding: Finding = { code: 'INPUT_UNUSABLE', severity: 'error', message, origin };
  return hint === undefined ? finding : { ...finding, hint };
}
