import { plan } from '../synth/pipeline.js';
import { read } from '../synth/read.js';
import type { ExitCode, Io, Platform } from './io.js';

/**
 * What cdk8s.yaml runs: stock `App.synth()` over the same construct trees, one subfolder a cluster. Every ApiObject,
 * before sealing; without what is not an object (ks.yaml, kustomization.yaml, config files).
 */
export function cdk8s(platform: Platform, io: Io): ExitCode {
  const outdir = io.env.CDK8S_OUTDIR ?? 'dist/cdk8s';
  const snapshot = read(
    io.root,
    platform.clusters.map(({ name }) => name),
  );
  for (const definition of platform.clusters) {
    const { units } = plan(definition, snapshot).cluster;
    const substituting = new Set(units.filter((unit) => unit.substitutes).map((unit) => unit.name));
    definition.synthesizeStock(snapshot, `${outdir}/${definition.name}`, substituting);
  }
  return 0;
}
