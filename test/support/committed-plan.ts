import type { ClusterDefinition } from '../../lib/index.js';
import type { KubeObject } from '../../lib/model/manifest.js';
import { type Plan, plan } from '../../lib/synth/pipeline.js';
import { read } from '../../lib/synth/read.js';

/** A cluster of this repository over its committed tree. */
export function committedPlan(definition: ClusterDefinition): Plan {
  return plan(definition, read(process.cwd(), [definition.name]));
}

/** Every object that the units of a plan declare. */
export function objectsIn({ cluster }: Plan): readonly KubeObject[] {
  return cluster.units.flatMap(({ manifests }) => manifests.map(({ object }) => object));
}
