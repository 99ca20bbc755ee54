import type { AppProps } from 'cdk8s';
import { variablesIn } from '../flux/substitution.js';
import type { ClusterDefinition, DeclaredCluster, DeclareInputs, External } from '../model/cluster.js';
import type { Finding } from '../model/finding.js';
import type { SecretKey } from '../model/secret.js';
import { Cluster } from './cluster.js';
import {
  type ClusterSettings,
  DEFAULT_KUBERNETES_VERSION,
  settingsSchema,
  timezoneSchema,
  type VariableValue,
} from './cluster-settings.js';
import { DeclaredSecret } from './declared-secret.js';
import { secretSettings } from './secret-settings.js';
import { asked, given } from './secret-values.js';
import { writeFinalText } from './stock-synth.js';
import { talosMachines } from './talos/talos-machines.js';
import { Unit } from './unit.js';

/** Name of the Secret that every `substituteFrom` reads. */
export const VARIABLES_SECRET = 'cluster-secrets';

/** Declares a cluster: what is special about it, then what runs on it. Runs nothing until synth asks. */
export function cluster(settings: ClusterSettings, declareUnits: (cluster: Cluster) => void): ClusterDefinition {
  return new DefinedCluster(settings, declareUnits);
}

class DefinedCluster implements ClusterDefinition {
  readonly name: string;
  readonly source: string;

  constructor(
    private readonly settings: ClusterSettings,
    private readonly declareUnits: (cluster: Cluster) => void,
  ) {
    this.name = settings.name;
    this.source = `charts/clusters/${settings.name}.ts`;
  }

  declare(inputs: DeclareInputs): DeclaredCluster {
    return toDeclared(this.build(inputs));
  }

  synthesizeStock(inputs: DeclareInputs, outdir: string, substituting: ReadonlySet<string>): void {
    const { app, units } = this.build(inputs, { outdir });
    for (const unit of units as Unit[]) writeFinalText(unit, substituting.has(unit.name));
    app.synth();
  }

  private build(inputs: DeclareInputs, appProps: AppProps = {}): Cluster {
    const cluster = new Cluster(this.settings, inputs, this.source, appProps);
    checkSettings(cluster);
    if (cluster.problems.length > 0) return cluster;
    if (cluster.knownVariables.size > 0) declareVariables(cluster);
    try {
      this.declareUnits(cluster);
    } catch (error) {
      // A bug in chart code must not hide the findings of the units before it.
      cluster.report({
        code: 'CHART_FAILED',
        message: `chart code failed: ${error instanceof Error ? error.message : String(error)}`,
        hint: error instanceof Error ? firstChartFrame(error) : undefined,
      });
    }
    cluster.complete();
    for (const unit of cluster.units) (unit as Unit).finish();
    return cluster;
  }
}

function checkSettings(cluster: Cluster): void {
  const { settings } = cluster;
  const result = settingsSchema.safeParse(settings);
  for (const { path, message } of result.success ? [] : result.error.issues) {
    const field = path.join('.');
    cluster.report({ code: 'SETTING_INVALID', field, message: `${field}: ${message}` });
  }
  for (const field of secretSettings(settings)) {
    cluster.report({
      code: 'SETTING_HOLDS_SECRET',
      field,
      message: `${field}: a secret has no place in settings`,
      hint: 'declare it as `asked` in a DeclaredSecret, or give the variable a question instead of a value',
    });
  }
  if (!result.success) return;
  for (const name of [...variablesIn(settings.domain), ...variablesIn(settings.timezone)]) {
    if (cluster.knownVariables.has(name)) continue;
    cluster.report({
      code: 'VARIABLE_UNDEFINED',
      field: 'variables',
      message: `variable ${name} is used but not defined`,
      hint: `add ${name} to the cluster's variables`,
    });
  }
  if (!timezoneSchema.safeParse(cluster.fill(settings.timezone)).success) {
    cluster.report({
      code: 'SETTING_INVALID',
      field: 'timezone',
      message: `timezone "${cluster.fill(settings.timezone)}" is not in the IANA database`,
      hint: 'such as "Europe/Bucharest"',
    });
  }
}

/** The unit `settings`: it brings the Secret, and never substitutes in what it brings (trap 86). */
function declareVariables(cluster: Cluster): void {
  const unit = new Unit({ cluster, layer: 'flux' }, 'settings', {
    namespace: cluster.fluxNamespace,
    folder: '.',
    path: 'settings',
    source: cluster.source,
  });
  const keys = Object.entries(cluster.settings.variables ?? {}).map(([name, value]) => [name, variableKey(value)]);
  const { secrets, bootstrapSecrets = secrets, variableSecrets: backend = bootstrapSecrets } = cluster.settings;
  new DeclaredSecret(unit, VARIABLES_SECRET, Object.fromEntries(keys), {
    labels: { 'reconcile.fluxcd.io/watch': 'Enabled' },
    backend,
  });
}

function variableKey(value: VariableValue): SecretKey {
  return typeof value === 'string' ? given(value) : asked(value.question, { placeholder: value.placeholder });
}

function toDeclared(cluster: Cluster): DeclaredCluster {
  const { settings, units } = cluster;
  const settingsUnit = units.find((unit) => unit.layer === 'flux');
  const { interval = '5m', git } = settings.flux ?? {};
  const isReadable = !cluster.problems.some(({ code }) => code === 'SETTING_INVALID');
  const talos = isReadable ? talosMachines(cluster) : undefined;
  return {
    name: cluster.name,
    source: cluster.source,
    flux: { namespace: cluster.fluxNamespace, git, interval },
    kubernetesVersion: settings.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    architecture: settings.architecture,
    ...(settingsUnit === undefined
      ? {}
      : { variables: { secret: VARIABLES_SECRET, unit: settingsUnit, known: cluster.knownVariables } }),
    adoptingFolders: cluster.adoptingFolders,
    foreignPaths: settings.foreignPaths ?? [],
    asides: cluster.asides,
    external: external(cluster),
    boundaries: settings.boundaries ?? [],
    addresses: settings.addresses ?? {},
    protection: settings.protection ?? {},
    ...(talos === undefined ? {} : { talos }),
    hosts: cluster.hosts,
    ...(settings.dns?.byHand === undefined ? {} : { recordsByHand: settings.dns.byHand }),
    suppressions: [...(settings.suppressions ?? []), ...units.flatMap((unit) => unit.suppressions)],
    units,
    problems: collectProblems(cluster),
  };
}

function external({ settings, fluxNamespace }: Cluster): External {
  const { namespaces, apiGroups = {}, objects = [] } = settings.external ?? {};
  const own = Object.fromEntries(['default', 'kube-system', 'kube-public'].map((name) => [name, 'Kubernetes']));
  return { namespaces: { [fluxNamespace]: 'flux bootstrap', ...own, ...namespaces }, apiGroups, objects };
}

function collectProblems(cluster: Cluster): Finding[] {
  return [...cluster.problems, ...cluster.units.flatMap((unit) => unit.problems)];
}

function firstChartFrame(error: Error): string | undefined {
  const frame = error.stack?.split('\n').find((line) => /charts\/.*\.ts/.test(line));
  return frame === undefined ? undefined : `at ${/charts\/[^)]*/.exec(frame)?.[0]}`;
}
