import { field } from '../../flux/kustomize/built.js';
import { joinPath } from '../../flux/kustomize/paths.js';
import { HELM_GROUP } from '../../flux/presence/releases.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** A Kustomization whose folder is gone stays at its last state for ever, and everything after it waits (S3-90). */
export const fluxPath: TreeRule = {
  name: 'flux-path',
  severity: 'error',
  description:
    'The path of a Flux Kustomization does not exist, or a HelmRelease takes its chart from a folder of the tree that has none: Flux keeps what it applied last, and all that depends on it waits.',
  remediation: 'correct the path, or take the object away',
  sources: ['S3-90', 'S3-44', 'DC-15', 'trap 70'],
  *check(view) {
    for (const { kustomization, faults } of view.units) {
      for (const { kind, message, path = [] } of faults) {
        if (kind === 'path') yield { at: kustomization, path, message };
      }
    }
    for (const at of view.index.ofKind(HELM_GROUP, 'HelmRelease')) {
      const folder = chartFolder(at, view);
      if (folder === undefined || view.sources.has(`${folder}/Chart.yaml`)) continue;
      yield { at, path: ['spec', 'chart', 'spec', 'chart'], message: `"./${folder}" holds no Chart.yaml` };
    }
  },
};

/** Folder of this very tree that a chart is taken from; what lies elsewhere nobody has looked into. */
function chartFolder({ object, unit, id }: AppliedObject, { settings: { root } }: TreeView): string | undefined {
  const spec = field(object, 'spec', 'chart', 'spec');
  const own = field(unit?.kustomization.object, 'spec', 'sourceRef');
  const isOwn = ['kind', 'name'].every((key) => field(spec, 'sourceRef', key) === field(own, key));
  if (!isOwn || field(spec, 'sourceRef', 'kind') !== 'GitRepository') return undefined;
  const namespace = field(own, 'namespace') ?? unit?.namespace;
  if ((field(spec, 'sourceRef', 'namespace') ?? id.namespace) !== namespace) return undefined;
  const folder = joinPath('', String(field(spec, 'chart') ?? ''));
  return folder !== undefined && (root === '' || folder.startsWith(`${root}/`)) ? folder : undefined;
}
