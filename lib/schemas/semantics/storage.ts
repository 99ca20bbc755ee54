import type { JsonObject } from '../../model/json.js';
import { kindId } from './pods.js';
import { at, isThere, itemsOf, type Place, type SemanticProblem } from './read.js';

/** What every claim of a volume has to ask for. */
export function* checkClaims(object: JsonObject): Generator<SemanticProblem> {
  const root = { value: object, path: [] };
  if (kindId(object) === '/PersistentVolumeClaim') yield* checkClaim(at(root, 'spec'));
  if (kindId(object) !== 'apps/StatefulSet') return;
  for (const claim of itemsOf(at(root, 'spec', 'volumeClaimTemplates'))) yield* checkClaim(at(claim, 'spec'));
}

function* checkClaim(spec: Place): Generator<SemanticProblem> {
  if (itemsOf(at(spec, 'accessModes')).length === 0) yield { path: spec.path, message: 'has no access modes' };
  if (!isThere(at(spec, 'resources', 'requests', 'storage'))) {
    yield { path: spec.path, message: 'asks for no storage: resources.requests.storage is missing' };
  }
}
