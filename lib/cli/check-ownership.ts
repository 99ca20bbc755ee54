import { renderRequests } from '../flux/helm/render-request.js';
import { helmOwned } from '../flux/ownership/object-ids.js';
import { terraformOwned } from '../flux/ownership/terraform-plan.js';
import type { TreeView } from '../flux/tree/view.js';
import { InputError } from '../model/error.js';
import { formatResourceId } from '../model/manifest.js';
import type { OwnedObject } from '../model/ownership.js';
import { findTool } from '../system/find-tool.js';
import { findChart, helmTemplate } from '../system/helm-template.js';
import { readFileIfPresent } from '../system/read-file.js';

export interface OwnershipOptions {
  /** Files that `terraform show -json` wrote, of plans or states. @default none */
  readonly terraformPlan?: readonly string[];
  /** Whether to render the charts that are at hand. @default false */
  readonly helm?: boolean;
}

/** A view whose settings know what others own, and what could not be asked. */
export interface OwnedView {
  readonly view: TreeView;
  /** HelmReleases whose chart could not be rendered, with the reason: nobody takes silence for a pass. */
  readonly notRendered: readonly string[];
}

/**
 * Asks Terraform's plans and helm what they own, for the rules `two-owners` and `boundary` (S3-91).
 *
 * @throws InputError for a plan that is not there or no plan, and where helm is asked for and missing.
 */
export async function withOwned(view: TreeView, root: string, options: OwnershipOptions): Promise<OwnedView> {
  const { terraformPlan = [], helm = false } = options;
  const planned = terraformPlan.flatMap((file) => terraformOwned(readPlan(file), file));
  const { owned, notRendered } = helm ? await helmObjects(view, root) : { owned: [], notRendered: [] };
  const all = [...(view.settings.owned ?? []), ...planned, ...owned];
  return { view: { ...view, settings: { ...view.settings, owned: all } }, notRendered };
}

function readPlan(file: string): string {
  const text = readFileIfPresent(file);
  if (text !== undefined) return text;
  throw new InputError(`${file}: no such file`, 'terraform show -json PLAN > FILE writes it');
}

async function helmObjects(
  view: TreeView,
  root: string,
): Promise<{ owned: OwnedObject[]; notRendered: readonly string[] }> {
  const helm = findTool('helm', { root });
  if (helm === undefined) throw new InputError('helm is not there', 'npm run tools brings it');
  const owned: OwnedObject[] = [];
  const notRendered: string[] = [];
  const apiVersions = customVersions(view);
  const { kubernetesVersion } = view.settings;
  for (const { install, values, folder, version, withDefinitions } of renderRequests(view)) {
    const { at, release, namespace } = install;
    const owner = formatResourceId(at.id);
    const chart = findChart(root, {
      ...(folder === undefined ? {} : { folder }),
      ...(install.chart === undefined ? {} : { chart: install.chart }),
      ...(version === undefined ? {} : { version }),
    });
    if (chart === undefined) {
      notRendered.push(`${owner}: chart ${folder ?? [install.chart, version].join(' ')} is not at hand`);
      continue;
    }
    const request = { chart, release, namespace, values, kubernetesVersion, apiVersions, withDefinitions };
    const rendered = await helmTemplate(helm, request);
    if ('problem' in rendered) notRendered.push(`${owner}: ${rendered.problem}`);
    else owned.push(...helmOwned(rendered.text, { owner, namespace, file: at.document.file }));
  }
  return { owned, notRendered };
}

/** Versions of custom kinds that the tree uses: charts ask for them before they bring a ServiceMonitor. */
function customVersions({ index }: TreeView): string[] {
  const versions = new Set<string>();
  for (const { object } of index.all) {
    const { apiVersion } = object;
    if (typeof apiVersion === 'string' && apiVersion.includes('.') && !apiVersion.includes('.k8s.io/')) {
      versions.add(apiVersion);
    }
  }
  return [...versions].sort();
}
