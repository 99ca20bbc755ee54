import type { JsonObject } from '../../model/json.js';
import { addComponent } from '../kustomize/build.js';
import { type Build, type Built, field, isMap, textsOf, withField } from '../kustomize/built.js';
import type { TreeFolders } from '../kustomize/folders.js';
import { patchInline } from '../kustomize/patches.js';
import { transform } from '../kustomize/transformers.js';

/**
 * What a Flux Kustomization changes of what its path builds: components, patches, target namespace, affixes of names,
 * images, common metadata. kustomize-controller writes all but the last into the kustomization.yaml before it builds.
 */
export function applySpec(folders: TreeFolders, path: string, { document, object }: Built, build: Build): void {
  const { spec } = object;
  if (!isMap(spec)) return;
  for (const [index, component] of textsOf(spec.components).entries()) {
    addComponent(folders, path, component, { document, path: ['spec', 'components', index] }, build);
  }
  patchInline(document, spec.patches, ['spec', 'patches'], build);
  const { targetNamespace: namespace, namePrefix, nameSuffix, images } = spec;
  transform({ ...document, object: { namespace, namePrefix, nameSuffix, images } }, build);
  for (const name of ['namePrefix', 'nameSuffix'].filter((one) => spec[one] !== undefined)) {
    const message = `${name} changes names here, and not where other objects name them`;
    build.faults.push({ kind: 'not-evaluated', message, document, path: ['spec', name] });
  }
  const { commonMetadata } = spec;
  if (!isMap(commonMetadata)) return;
  for (const [index, built] of build.objects.entries()) {
    build.objects[index] = { ...built, object: withMetadata(built.object, commonMetadata) };
  }
}

function withMetadata(object: JsonObject, metadata: JsonObject): JsonObject {
  let result = object;
  for (const part of ['labels', 'annotations']) {
    const [added, old] = [metadata[part], field(object, 'metadata', part)];
    if (!isMap(added)) continue;
    result = withField(result, ['metadata', part], { ...(isMap(old) ? old : {}), ...added });
  }
  return result;
}
