import type { Finding } from '../../model/finding.js';
import type { SealedFile } from '../../model/secret.js';
import { CREATION_RULES_FILE, CreationRulesError, parseCreationRules } from '../recipients/creation-rules.js';
import { updateCreationRules } from '../recipients/update-creation-rules.js';
import { planCluster } from './init-cluster.js';
import { otherRecipients, unknownAnswers } from './init-findings.js';
import { clusterOf, type InitInput, type InitPlan, type PlannedFile } from './init-plan.js';

/** What makes a tree whole: rules for every cluster, and every declared secret sealed (S2-03, S2-18 to S2-21, X-23). */
export async function planInit(input: InitInput): Promise<InitPlan> {
  const byCluster = new Map<string, SealedFile[]>();
  for (const file of input.files) {
    const cluster = clusterOf(file.path);
    byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), file]);
  }
  const rules = planRules(input);
  if (typeof rules === 'object') return { write: [], kept: [], findings: [rules] };
  const write: PlannedFile[] = [];
  if (rules !== undefined && rules !== input.sopsYaml) {
    const change = input.sopsYaml === undefined ? 'created' : 'completed';
    write.push({ path: CREATION_RULES_FILE, content: rules, change });
  }
  const kept: string[] = [];
  const findings: Finding[] = unknownAnswers(input);
  for (const [cluster, files] of byCluster) {
    const parsed = parseCreationRules(rules ?? '');
    findings.push(...otherRecipients(cluster, files, parsed, input));
    const plan = await planCluster(cluster, files, parsed, input);
    write.push(...plan.write);
    kept.push(...plan.kept);
    findings.push(...plan.findings);
  }
  const failed = findings.some(({ severity }) => severity === 'error');
  return { write: failed ? [] : write, kept, findings };
}

/** Text of `.sops.yaml`; undefined when there is none and none is needed. */
function planRules({ files, sopsYaml, recipient }: InitInput): string | undefined | Finding {
  const paths = files.flatMap(({ path, certificate }) => (certificate === undefined ? [path] : []));
  if (paths.length === 0 && files.length > 0 && sopsYaml === undefined) return undefined;
  const text = sopsYaml === undefined ? {} : { text: sopsYaml };
  try {
    return updateCreationRules({ paths, ...text, ...(recipient === undefined ? {} : { recipient }) });
  } catch (error) {
    if (!(error instanceof CreationRulesError)) throw error;
    const origin = { cluster: 'all clusters', source: CREATION_RULES_FILE };
    return { code: 'SECRET_RULE', severity: 'error', message: error.message, origin };
  }
}
