import { field } from '../kustomize/built.js';
import type { FluxUnit, TreeSource } from './view.js';

const DECRYPT = 'kustomize.toolkit.fluxcd.io/decrypt';

/** Files that SOPS sealed and that a unit applies, as objects or as what a generator reads. */
export function sealedHoldings(unit: FluxUnit, sources: ReadonlyMap<string, TreeSource>): readonly string[] {
  const objects = unit.objects
    .filter(({ sealed, object }) => sealed && !optsOut(object))
    .map(({ document }) => document.file);
  const texts = [...unit.texts].filter((file) => sources.get(file)?.text.includes('ENC[AES256_GCM,'));
  return [...new Set([...objects, ...texts])];
}

function optsOut(object: object): boolean {
  return ['labels', 'annotations'].some((map) => {
    const value = field(object, 'metadata', map, DECRYPT);
    return typeof value === 'string' && value.toLowerCase() === 'disabled';
  });
}
