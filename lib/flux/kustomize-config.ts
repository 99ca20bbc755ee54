import { byCodeUnit } from '../model/code-unit-order.js';
import type { JsonObject } from '../model/json.js';
import type { RenderedConfigFiles } from '../model/unit.js';

/** A kustomization.yaml. It has no metadata: kustomize needs none, and Flux reads it as a file, not as an object. */
export function kustomizeConfig(
  resources: readonly string[],
  configFiles: readonly RenderedConfigFiles[] = [],
): JsonObject {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [...resources].sort(byCodeUnit).map((resource) => `./${resource}`),
    configMapGenerator:
      configFiles.length === 0 ? undefined : [...configFiles].sort((a, b) => byCodeUnit(a.name, b.name)).map(generator),
    // A suffix would change the name that HelmReleases and pods refer to; checksums restart pods instead.
    generatorOptions: configFiles.length === 0 ? undefined : { disableNameSuffixHash: true },
  };
}

function generator({ name, namespace, labels, annotations, files }: RenderedConfigFiles): JsonObject {
  const options = {
    labels: Object.keys(labels).length === 0 ? undefined : labels,
    annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
  };
  return {
    name,
    namespace,
    files: Object.keys(files)
      .sort(byCodeUnit)
      .map((file) => `./${file}`),
    options: options.labels === undefined && options.annotations === undefined ? undefined : options,
  };
}
