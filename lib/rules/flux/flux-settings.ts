import { field } from '../../flux/kustomize/built.js';
import { HELM_GROUP } from '../../flux/presence/releases.js';
import { waits } from '../../flux/tree/unit-graph.js';
import type { FluxUnit, TreeFinding } from '../../flux/tree/view.js';
import { durationMs } from '../../model/duration.js';
import type { JsonObject } from '../../model/json.js';
import { oddOnesOut } from '../odd-ones-out.js';
import type { TreeRule } from '../tree-rule.js';

/** Settings that one can do without, and what Flux does then. */
const LEFT_TO_FLUX = [
  ['timeout', 'it is the interval'],
  ['retryInterval', 'a failure is tried again only after the interval'],
] as const;
const DEFAULT_TIMEOUT = 5 * 60_000;

/** What is left out is decided by Flux: a failure is tried again after the interval, an hour or a day later. */
export const fluxSettings: TreeRule = {
  name: 'flux-settings',
  severity: 'warning',
  description:
    'A Flux Kustomization leaves interval, prune, timeout or retryInterval to defaults, or gives up before its slowest HelmRelease can be done: failures stay for an interval, and what depends on it waits.',
  remediation:
    'set interval, prune, timeout and retryInterval; timeout to at least that of its HelmReleases with retries',
  sources: ['DC-14', 'VERIFIED: Kustomization'],
  *check({ units, settings: { declared } }) {
    for (const [name, lack] of LEFT_TO_FLUX) {
      yield* oddOnesOut(declared, {
        among: units,
        lacking: units.filter(({ kustomization: { object } }) => field(object, 'spec', name) === undefined),
        finding: ({ kustomization: at }) => ({ at, path: ['spec', name], message: `is not set, so that ${lack}` }),
        convention: (count, of) => `is not set by ${count} of the tree's ${of} Kustomizations, so that ${lack}`,
      });
    }
    for (const unit of units) {
      const { kustomization: at } = unit;
      const spec = (field(at.object, 'spec') ?? {}) as JsonObject;
      for (const name of ['interval', 'prune'] as const) {
        if (spec[name] === undefined) yield { at, path: ['spec', name], message: 'is not set', severity: 'error' };
      }
      yield* tooShort(unit, spec);
    }
  },
};

function* tooShort(unit: FluxUnit, { timeout }: JsonObject): Iterable<TreeFinding> {
  if (typeof timeout !== 'string' || !waits(unit)) return;
  for (const { id, object } of unit.objects) {
    if (id.group !== HELM_GROUP || id.kind !== 'HelmRelease') continue;
    const needed = longest(object);
    if (durationMs(timeout) >= needed) continue;
    const message = `is ${timeout}, and HelmRelease ${id.name} may take ${Math.ceil(needed / 60_000)}m with its retries`;
    yield { at: unit.kustomization, path: ['spec', 'timeout'], message };
  }
}

/** How long a release may take, in milliseconds: each attempt has its timeout. Endless retries count as one. */
function longest(release: JsonObject): number {
  const timeout = field(release, 'spec', 'timeout');
  const once = typeof timeout === 'string' ? durationMs(timeout) : DEFAULT_TIMEOUT;
  const retries = ['install', 'upgrade'].map((action) => field(release, 'spec', action, 'remediation', 'retries'));
  return once * (1 + Math.max(0, ...retries.map((count) => (typeof count === 'number' ? count : 0))));
}
