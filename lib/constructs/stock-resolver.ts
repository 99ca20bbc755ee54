import type { IResolver, ResolutionContext } from 'cdk8s';
import { splitMarker } from '../flux/image-policy-marker.js';
import { displayVariables, escapeForSubstitution } from '../flux/substitution.js';
import { Unit } from './unit.js';

/** Gives strings the form that they have in the tree, where stock cdk8s writes them instead of our renderer. */
export class StockResolver implements IResolver {
  constructor(private readonly substituting: ReadonlySet<string>) {}

  resolve(context: ResolutionContext): void {
    if (typeof context.value !== 'string') return;
    const text = splitMarker(context.value)?.value ?? context.value;
    const substitutes = this.substituting.has(Unit.of(context.obj).name);
    const final = substitutes ? escapeForSubstitution(text) : displayVariables(text);
    if (final !== context.value) context.replaceValue(final);
  }
}
