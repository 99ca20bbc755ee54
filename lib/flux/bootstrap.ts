import type { ResolvedCluster } from '../model/cluster.js';
import type { JsonObject } from '../model/json.js';
import { type FluxContext, rootKustomization } from './kustomization.js';
import { kustomizeConfig } from './kustomize-config.js';

/**
 * What bootstrap applies once, with `kubectl apply -k`: the root GitRepository and Kustomization (DC-19). They are not
 * part of what the root Kustomization itself applies, so that it never fights with `flux bootstrap` over them.
 */
export function bootstrapFiles(
  cluster: ResolvedCluster,
  context: FluxContext,
): { path: string; documents: JsonObject[]; sources: string[] }[] {
  const sources = [cluster.source];
  return [
    { path: 'flux/bootstrap/gitrepository.yaml', documents: [rootGitRepository(cluster)], sources },
    { path: 'flux/bootstrap/ks.yaml', documents: [rootKustomization(context)], sources },
    {
      path: 'flux/bootstrap/kustomization.yaml',
      documents: [kustomizeConfig(['gitrepository.yaml', 'ks.yaml'])],
      sources,
    },
  ];
}

function rootGitRepository({ flux }: ResolvedCluster): JsonObject {
  const { url, branch, secretName } = flux.git;
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: flux.namespace, namespace: flux.namespace },
    spec: {
      interval: flux.interval,
      url,
      ref: { branch },
      secretRef: secretName === undefined ? undefined : { name: secretName },
    },
  };
}
