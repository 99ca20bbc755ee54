import { field } from '../../flux/kustomize/built.js';
import { HELM_GROUP } from '../../flux/presence/releases.js';
import { SOURCE_GROUP } from '../../flux/tree/flux-objects.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const EXACT = /^v?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/** A chart that changes without a commit is a change that nobody reviewed (S4-11). */
export const helmReleaseVersion: TreeRule = {
  name: 'helm-release-version',
  severity: 'error',
  description:
    'The version of a chart is left out or is a range: Flux upgrades as soon as the repository has something newer, without a commit, and a rollback of Git does not bring it back.',
  remediation: 'pin the exact version; a bot raises it in a pull request',
  sources: ['S4-11', 'DC-14'],
  *check(view) {
    for (const at of view.index.ofKind(HELM_GROUP, 'HelmRelease')) {
      const chart = field(at.object, 'spec', 'chart', 'spec');
      // A chart in Git has the version of its commit.
      if (chart !== undefined && field(chart, 'sourceRef', 'kind') !== 'GitRepository') {
        yield* pinned(at, field(chart, 'version'), ['spec', 'chart', 'spec', 'version']);
      }
      const source = sourceOf(at, view);
      if (source !== undefined) yield* artifact(source);
    }
  },
};

function sourceOf({ id, object }: AppliedObject, { index }: TreeView): AppliedObject | undefined {
  const ref = field(object, 'spec', 'chartRef');
  if (field(ref, 'kind') !== 'OCIRepository') return undefined;
  const namespace = String(field(ref, 'namespace') ?? id.namespace);
  return index.get({ group: SOURCE_GROUP, kind: 'OCIRepository', namespace, name: String(field(ref, 'name')) });
}

/** Digest comes before semver, and semver before tag. */
function* artifact(at: AppliedObject): Iterable<TreeFinding> {
  const ref = field(at.object, 'spec', 'ref');
  if (field(ref, 'digest') !== undefined) return;
  const range = field(ref, 'semver');
  const path = ['spec', 'ref', range === undefined ? 'tag' : 'semver'];
  yield* pinned(at, range ?? field(ref, 'tag'), path);
}

function* pinned(at: AppliedObject, version: unknown, path: readonly string[]): Iterable<TreeFinding> {
  if (isUnknown(version)) return;
  if (version === undefined) yield { at, path, message: 'is not set, so that the newest chart is taken' };
  else if (typeof version !== 'string' || !EXACT.test(version)) {
    yield { at, path, message: `is "${String(version)}", which is no exact version` };
  }
}
