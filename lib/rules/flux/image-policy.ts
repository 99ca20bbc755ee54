import { field, isMap } from '../../flux/kustomize/built.js';
import { selects } from '../../flux/label-selector.js';
import { labelsOf } from '../../flux/presence/namespaces.js';
import { fluxObjects, IMAGE_GROUP } from '../../flux/tree/flux-objects.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { missingObject } from '../references/missing-object.js';
import type { TreeRule } from '../tree-rule.js';

/** A policy that cannot tell which tag is newer keeps the first one for ever, or takes a random one (trap 15). */
export const imagePolicy: TreeRule = {
  name: 'image-policy',
  severity: 'error',
  description:
    'An ImagePolicy names a repository that is not there, orders tags that have no order, or is in a namespace where no automation looks: images are never updated, or to a random build.',
  remediation:
    'put a time or a version into the tag and let the policy extract it; keep policy and automation in one namespace',
  sources: ['S1-47', 'S1-48', 'S1-49', 'trap 15', 'trap 84', 'VERIFIED: image automation'],
  *check(view) {
    for (const at of fluxObjects(view, IMAGE_GROUP, 'ImagePolicy')) {
      yield* repository(view, at);
      yield* order(at);
      yield* reach(view, at);
      const reflection = field(at.object, 'spec', 'digestReflectionPolicy');
      if (reflection === 'Always' && field(at.object, 'spec', 'interval') === undefined) {
        const message = 'is Always, which needs spec.interval';
        yield { at, path: ['spec', 'digestReflectionPolicy'], message, hint: 'set spec.interval, or use IfNotPresent' };
      }
    }
  },
};

function repository(view: TreeView, at: AppliedObject): Iterable<TreeFinding> {
  const ref = field(at.object, 'spec', 'imageRepositoryRef');
  const namespace = String(field(ref, 'namespace') ?? at.id.namespace);
  const target = { group: IMAGE_GROUP, kind: 'ImageRepository', namespace, name: String(field(ref, 'name') ?? '') };
  return missingObject(view, { at, path: ['spec', 'imageRepositoryRef', 'name'], target });
}

/** A hash sorts by accident; a number of more than 15 digits is rounded. */
function* order(at: AppliedObject): Iterable<TreeFinding> {
  const pattern = field(at.object, 'spec', 'filterTags', 'pattern');
  const extract = field(at.object, 'spec', 'filterTags', 'extract');
  const policy = field(at.object, 'spec', 'policy');
  const numerical = field(policy, 'numerical') !== undefined;
  if (!numerical && field(policy, 'alphabetical') === undefined) return;
  const path = ['spec', 'filterTags'];
  const compared = typeof pattern === 'string' ? comparedPart(pattern, extract) : undefined;
  if (compared !== undefined && /\[(?:a-f0-9|0-9a-f|a-fA-F0-9)\]/.test(compared) && !/\\d|\[0-9\]/.test(compared)) {
    yield { at, path: [...path, 'pattern'], message: 'compares hashes of commits, which have no order' };
  } else if (numerical && (compared === undefined || !/\d|\\d/.test(compared))) {
    const message = 'takes no number out of the tag, and a single tag that is none fails the policy';
    yield { at, path, message, hint: "extract the number: pattern '^(?P<ts>[0-9]{14})-', extract '$ts'" };
  }
  const digits = /(?:\[0-9\]|\\d)\{(\d+)/.exec(compared ?? '')?.[1];
  if (numerical && Number(digits) > 15) {
    const message = `compares numbers of ${digits} digits, and Flux is exact to 15`;
    yield { at, path: [...path, 'pattern'], message };
  }
}

/** The part of the pattern whose match is compared. */
function comparedPart(pattern: string, extract: unknown): string {
  const name = typeof extract === 'string' ? /^\$\{?(\w+)/.exec(extract)?.[1] : undefined;
  if (name === undefined) return pattern;
  const start = pattern.indexOf(`(?P<${name}>`);
  return start === -1 ? pattern : (/^\(\?P<\w+>((?:[^()]|\([^()]*\))*)\)/.exec(pattern.slice(start))?.[1] ?? pattern);
}

/** An automation sees the policies of its own namespace alone. */
function* reach(view: TreeView, at: AppliedObject): Iterable<TreeFinding> {
  const automations = fluxObjects(view, IMAGE_GROUP, 'ImageUpdateAutomation');
  if (automations.length === 0) return;
  const seen = automations.some(({ id, object }) => {
    const selector = field(object, 'spec', 'policySelector');
    return id.namespace === at.id.namespace && (!isMap(selector) || selects(selector, labelsOf(at.object)));
  });
  if (seen) return;
  const where = [...new Set(automations.map(({ id }) => id.namespace))].join(', ');
  const message = `no ImageUpdateAutomation sees it: they are in ${where}, and see their own namespace alone`;
  yield { at, path: ['metadata', 'namespace'], message, severity: 'warning' };
}
