import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.js';

/** A chart, and what it is to be rendered with. */
export interface ChartToRender {
  /** Folder or archive of the chart. */
  readonly chart: string;
  readonly release: string;
  readonly namespace: string;
  /** Values, as JSON or YAML. */
  readonly values: string;
  readonly kubernetesVersion: string;
  /** What the cluster is said to know besides Kubernetes' own, such as `monitoring.coreos.com/v1`. */
  readonly apiVersions: readonly string[];
  /** Whether the definitions in `crds/` belong to it. */
  readonly withDefinitions: boolean;
}

/** What helm printed, or why it could not. */
export type RenderedChart = { readonly text: string } | { readonly problem: string };

/**
 * Renders a chart that is on disk, as `helm template` does: no cluster, no network. The values go through standard
 * input, and what helm says of an error is cut to its first line, which names template and field.
 */
export async function helmTemplate(helm: string, chart: ChartToRender): Promise<RenderedChart> {
  const args = [
    'template',
    chart.release,
    chart.chart,
    `--namespace=${chart.namespace}`,
    `--kube-version=${chart.kubernetesVersion}`,
    '--skip-tests',
    '--values=-',
    ...(chart.withDefinitions ? ['--include-crds'] : []),
    ...chart.apiVersions.map((version) => `--api-versions=${version}`),
  ];
  const { PATH, HOME } = process.env;
  const { code, stdout, stderr } = await runProgram(helm, args, { env: { PATH, HOME }, input: chart.values });
  if (code === 0) return { text: stdout };
  const [line = ''] = stderr.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('WARNING'));
  return { problem: line.replace(/^Error: /, '').slice(0, 300) || `helm ended with ${code}` };
}

/** Where a chart lies: a folder of the repository, or an archive in helm's own cache; undefined where it is not at hand. */
export function findChart(
  root: string,
  { folder, chart, version }: { readonly folder?: string; readonly chart?: string; readonly version?: string },
): string | undefined {
  if (folder !== undefined) {
    const path = join(root, folder);
    return existsSync(join(path, 'Chart.yaml')) ? path : undefined;
  }
  if (chart === undefined || version === undefined || !/^[\w.+-]+$/.test(chart + version)) return undefined;
  const { HELM_CACHE_HOME, XDG_CACHE_HOME } = process.env;
  const cache = HELM_CACHE_HOME ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'helm');
  const archive = `${chart}-${version.replace(/^v/, '')}.tgz`;
  const named = [archive, `${chart}-${version}.tgz`].map((name) => join(cache, 'repository', name));
  return named.find((path) => existsSync(path));
}
