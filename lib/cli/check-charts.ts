import { InputError } from '../model/error.js';
import type { Finding } from '../model/finding.js';
import { RULES } from '../rules/registry.js';
import { isExample } from '../rules/sealed/secret-stand-in.js';
import { type Plan, plan } from '../synth/pipeline.js';
import { planView } from '../synth/plan-view.js';
import { read, type Snapshot } from '../synth/read.js';
import { type CheckedTree, type CheckScope, checkView } from './check-tree.js';
import type { Platform } from './io.js';

/** What a check of the charts found, over what synth would write. */
export interface CheckedCharts extends CheckedTree {
  readonly plans: readonly Plan[];
  readonly snapshot?: Snapshot;
  /** Secrets of the published example that hold stand-ins. */
  readonly standIns: number;
}

/** Every rule over what synth would write for some clusters. Input that no plan can be made of is a finding. */
export async function checkCharts(clusters: Platform['clusters'], scope: CheckScope): Promise<CheckedCharts> {
  try {
    const { plans, snapshot } = planAll(scope.root, clusters);
    return await checkPlans(plans, snapshot, scope);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { plans: [], findings: [unusable(error)], suppressed: [], objects: 0, standIns: 0 };
  }
}

/** What synth would do for some clusters. */
export function planAll(root: string, clusters: Platform['clusters']): { plans: Plan[]; snapshot: Snapshot } {
  const names = clusters.map(({ name }) => name);
  const snapshot = read(root, names);
  return { snapshot, plans: clusters.map((definition) => plan(definition, snapshot)) };
}

async function checkPlans(plans: readonly Plan[], snapshot: Snapshot, scope: CheckScope): Promise<CheckedCharts> {
  const findings: Finding[] = [];
  const suppressed: CheckedTree['suppressed'][number][] = [];
  let objects = 0;
  for (const planned of plans) {
    const tree = await checkView(planView(planned, snapshot), scope);
    findings.push(
      ...withoutCovered(planned.findings, [...tree.findings, ...tree.suppressed.map((one) => one.finding)]),
    );
    findings.push(...tree.findings);
    suppressed.push(...tree.suppressed);
    objects += tree.objects;
  }
  return { plans, snapshot, findings, suppressed, objects, standIns: standInsOf(plans) };
}

/** What synth found, without what a rule over the tree said as well. */
function withoutCovered(found: readonly Finding[], inTree: readonly Finding[]): Finding[] {
  const said = new Set(inTree.map(({ code }) => code));
  const covered = new Set(
    RULES.filter(({ coveredBy = [] }) => coveredBy.some((name) => said.has(name))).map(({ name }) => name),
  );
  return found.filter(({ code }) => !covered.has(code));
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
