import type { Json, JsonObject } from '../../model/json.js';

/** Volumes of a pod with what mounts them, as app-template's `persistence` (S4-04). */
export function persistence(
  volumes: readonly JsonObject[],
  mounts: readonly (JsonObject & { readonly name: string })[],
): JsonObject {
  return Object.fromEntries(
    volumes.map(({ name, ...source }) => [
      name as string,
      {
        ...item(source),
        globalMounts: mounts
          .filter((mount) => mount.name === name)
          .map(({ mountPath, subPath, readOnly }) => ({ path: mountPath, subPath, readOnly })),
      },
    ]),
  );
}

/** The chart has a word of its own for each kind of volume, and takes any other as Kubernetes has it. */
function item(source: JsonObject): JsonObject {
  const [[kind, spec] = ['emptyDir', {}]] = Object.entries(source) as [string, JsonObject][];
  switch (kind) {
    case 'persistentVolumeClaim':
      return { existingClaim: spec.claimName as Json };
    case 'emptyDir':
    case 'nfs':
    case 'configMap':
      return { type: kind, ...spec };
    case 'secret': {
      const { secretName, ...rest } = spec;
      return { type: kind, name: secretName as Json, ...rest };
    }
    default:
      return { type: 'custom', volumeSpec: source };
  }
}
