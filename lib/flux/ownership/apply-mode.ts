import type { JsonObject } from '../../model/json.js';
import { field } from '../kustomize/built.js';

const SSA = 'kustomize.toolkit.fluxcd.io/ssa';

/** How Flux applies an object, as its label or annotation says, in lower case: `ignore`, `ifnotpresent`, `merge`; '' by default. */
export function ssaMode(object: JsonObject): string {
  for (const map of ['annotations', 'labels']) {
    const mode = field(object, 'metadata', map, SSA);
    if (typeof mode === 'string') return mode.toLowerCase();
  }
  return '';
}
