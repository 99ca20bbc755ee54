import type { ExternalObject } from '../../model/external.js';
import { field } from '../kustomize/built.js';
import type { BuiltUnit } from './flux-units.js';

const FLUX_SERVICES = [
  ['notification-controller', [80, 'http']],
  ['source-controller', [80, 'http']],
  ['webhook-receiver', [80, 'http']],
] as const;

/**
 * What is there before Flux applies anything, by the Kustomizations that nobody applies: their namespace, the source
 * that they read with the Kustomization of its name (as `flux bootstrap` and the Flux operator make them), the key they
 * decrypt with, and Flux's own Services. Of a tree whose charts declare the rest, only the Services are added.
 */
export function bootstrapFacts(units: readonly BuiltUnit[], declared: boolean): ExternalObject[] {
  const facts: ExternalObject[] = [];
  const reason = 'bootstrap makes it';
  for (const { kustomization, parent } of units) {
    if (parent !== undefined) continue;
    const { object } = kustomization;
    const namespace = textOf(field(object, 'metadata', 'namespace'));
    if (namespace === undefined) continue;
    for (const [name, ports] of FLUX_SERVICES) facts.push({ kind: 'Service', namespace, name, ports, reason });
    if (declared) continue;
    facts.push({ kind: 'Namespace', name: namespace, reason });
    const source = textOf(field(object, 'spec', 'sourceRef', 'name'));
    if (source !== undefined) {
      const kind = textOf(field(object, 'spec', 'sourceRef', 'kind')) ?? 'GitRepository';
      const at = textOf(field(object, 'spec', 'sourceRef', 'namespace')) ?? namespace;
      facts.push({ group: 'source.toolkit.fluxcd.io', kind, namespace: at, name: source, reason });
      facts.push({ group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization', namespace: at, name: source, reason });
    }
    const key = textOf(field(object, 'spec', 'decryption', 'secretRef', 'name'));
    if (key !== undefined) facts.push({ kind: 'Secret', namespace, name: key, reason });
  }
  return facts;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
