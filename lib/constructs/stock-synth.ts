import { ApiObject } from 'cdk8s';
import { finalObject } from '../flux/final-text.js';
import { stripMarkers } from '../flux/image-policy-marker.js';
import type { JsonObject } from '../model/json.js';
import type { Unit } from './unit.js';

/**
 * Lets a unit's objects give the text that the tree has, where stock cdk8s writes them instead of our renderer. Not a
 * cdk8s resolver: it resolves again what a resolver returns, so that escaping would never end.
 */
export function writeFinalText(unit: Unit, substitutes: boolean): void {
  for (const object of unit.node.findAll().filter((construct) => ApiObject.isApiObject(construct))) {
    const toJson = object.toJson.bind(object);
    Object.assign(object, { toJson: () => finalObject(stripMarkers(toJson()) as JsonObject, substitutes) });
  }
}
