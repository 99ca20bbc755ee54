import { isMap } from '../../flux/kustomize/built.js';
import { fluxNamespace } from '../../flux/tree/flux-namespace.js';
import { appliedByHand } from '../../flux/tree/flux-objects.js';
import type { AppliedObject, JsonPath, TreeFinding } from '../../flux/tree/view.js';
import type { Json } from '../../model/json.js';
import { oddOnesOut } from '../odd-ones-out.js';
import type { TreeRule } from '../tree-rule.js';

const CUSTOMARY = 'flux-system';
/** Kinds that live where Flux lives. */
const AT_HOME = new Set([
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'source.toolkit.fluxcd.io/GitRepository',
  'source.toolkit.fluxcd.io/HelmRepository',
]);

/** Where Flux is not in `flux-system`, a name that was copied from elsewhere leads nowhere (S4-10, trap 72). */
export const fluxNamespaceRule: TreeRule = {
  name: 'flux-namespace',
  severity: 'error',
  description:
    'An object of Flux is outside of the namespace that Flux lives in, or names "flux-system" where Flux lives elsewhere: its references lead to another namespace, and its Secrets are not found.',
  remediation: 'use the namespace of the root Kustomization',
  sources: ['S4-10', 'X-07', 'trap 72'],
  *check(view) {
    const home = fluxNamespace(view);
    if (home === undefined) return;
    const { declared } = view.settings;
    const kustomizations: AppliedObject[] = [];
    for (const at of [...view.index.all, ...appliedByHand(view)]) {
      const { group, kind, namespace } = at.id;
      if (!group.endsWith('.toolkit.fluxcd.io')) continue;
      const hardcoded = namespace === CUSTOMARY && home !== CUSTOMARY;
      if (kind === 'Kustomization' && !hardcoded) kustomizations.push(at);
      // Where nothing is declared, people keep a source beside its release; one that is not found is said elsewhere.
      else if (AT_HOME.has(`${group}/${kind}`) && namespace !== home && (hardcoded || declared)) {
        yield { ...away(at, home), severity: hardcoded ? 'error' : 'warning' };
      }
      if (home !== CUSTOMARY) yield* references(at, at.object.spec, ['spec'], home);
    }
    yield* oddOnesOut(declared, {
      among: kustomizations,
      lacking: kustomizations.filter(({ id }) => id.namespace !== home),
      finding: (at) => ({ ...away(at, home), severity: 'warning' }),
      convention: (count, of) => `${count} of the tree's ${of} Kustomizations are outside of ${home}, where Flux lives`,
    });
  },
};

function away(at: AppliedObject, home: string): TreeFinding {
  const message = `is in namespace ${at.id.namespace ?? '(none)'}, and Flux lives in ${home}`;
  return { at, path: ['metadata', 'namespace'], message };
}

/** Every `namespace: flux-system` below spec. */
function* references(at: AppliedObject, value: Json | undefined, path: JsonPath, home: string): Iterable<TreeFinding> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* references(at, item as Json, [...path, index], home);
  } else if (isMap(value)) {
    for (const [key, member] of Object.entries(value)) {
      // Values are the chart's own words.
      if (key === 'values') continue;
      if (/^(?:target|storage)?[nN]amespace$/.test(key) && member === CUSTOMARY) {
        yield { at, path: [...path, key], message: `names ${CUSTOMARY}, and Flux lives in ${home}` };
      } else yield* references(at, member, [...path, key], home);
    }
  }
}
