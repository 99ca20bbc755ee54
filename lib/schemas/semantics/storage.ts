import { at, isThere, itemsOf, type Place, type SemanticProblem, type Subject } from './read.js';

/** What every claim of a volume has to ask for. */
export function* checkClaims({ id, root }: Subject): Generator<SemanticProblem> {
  if (id === '/PersistentVolumeClaim') yield* checkClaim(at(root, 'spec'));
  if (id !== 'apps/StatefulSet') return;
  for (const claim of itemsOf(at(root, 'spec', 'volumeClaimTemplates'))) yield* checkClaim(at(claim, 'spec'));
}

function* checkClaim(spec: Place): Generator<SemanticProblem> {
  if (itemsOf(at(spec, 'accessModes')).length === 0) yield { path: spec.path, message: 'has no access modes' };
  if (!isThere(at(spec, 'resources', 'requests', 'storage'))) {
    yield { path: spec.path, message: 'asks for no storage: resources.requests.storage is missing' };
  }
}
