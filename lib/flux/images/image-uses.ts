import { type ImageReference, parseImageReference } from '../../model/image-reference.js';
import type { Json, JsonObject } from '../../model/json.js';
import { CONTAINER_LISTS } from '../pods.js';
import { isUnknown } from '../tree/unknown.js';
import type { AppliedObject, JsonPath, TreeView } from '../tree/view.js';

/** A place of a tree that names an image. */
export interface ImageUse {
  readonly at: AppliedObject;
  readonly path: JsonPath;
  /** Name of the container; absent for images that belong to none. */
  readonly container?: string;
  /** As it is written. */
  readonly text: string;
  readonly reference: ImageReference;
  /** Architecture of the nodes that the pod asks for. */
  readonly architecture?: string;
}

const LISTS: ReadonlySet<string> = new Set(CONTAINER_LISTS);
/** They hold no pods, and may be large. */
const WITHOUT = new Set(['ConfigMap', 'Secret', 'CustomResourceDefinition', 'SealedSecret', 'Namespace']);
const DEEPEST = 30;

const found = new WeakMap<TreeView, readonly ImageUse[]>();

/** Every image that the objects of a tree name: of containers wherever they are, of image volumes, and CloudNativePG's. */
export function imagesOf(view: TreeView): readonly ImageUse[] {
  const known = found.get(view);
  if (known !== undefined) return known;
  const uses = view.index.all.flatMap((at) => (WITHOUT.has(at.id.kind) ? [] : imagesOfObject(at)));
  found.set(view, uses);
  return uses;
}

/** Images of one object. What nobody knows before the cluster, and what is no image, is left out. */
export function imagesOfObject(at: AppliedObject): ImageUse[] {
  const uses: ImageUse[] = [];
  const add = (text: Json | undefined, path: JsonPath, pod?: JsonObject, container?: Json) => {
    if (typeof text !== 'string' || text === '' || isUnknown(text)) return;
    const reference = parseImageReference(text);
    const architecture = pod === undefined ? undefined : architectureOf(pod);
    if (reference === undefined) return;
    uses.push({
      at,
      path,
      text,
      reference,
      ...(typeof container === 'string' ? { container } : {}),
      ...(architecture === undefined ? {} : { architecture }),
    });
  };
  const walk = (value: Json | undefined, path: (string | number)[]): void => {
    if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) walk(value[index], [...path, index]);
      return;
    }
    const map = value as JsonObject;
    for (const key in map) {
      const child = map[key];
      if (typeof child !== 'object' || child === null) continue;
      if (Array.isArray(child) && (LISTS.has(key) || key === 'volumes')) {
        for (let index = 0; index < child.length; index++) {
          const item = child[index] as JsonObject | null;
          if (typeof item !== 'object' || item === null) continue;
          if (LISTS.has(key)) add(item.image, [...path, key, index, 'image'], map, item.name);
          else {
            const image = item.image as JsonObject | undefined;
            if (typeof image === 'object') add(image?.reference, [...path, key, index, 'image', 'reference'], map);
          }
        }
      } else walk(child, [...path, key]);
    }
  };
  const { spec } = at.object;
  walk(spec, ['spec']);
  if (at.id.group === 'postgresql.cnpg.io' && at.id.kind === 'Cluster') {
    add((spec as JsonObject | undefined)?.imageName, ['spec', 'imageName']);
  }
  return uses;
}

function architectureOf({ nodeSelector }: JsonObject): string | undefined {
  const asked = typeof nodeSelector === 'object' && nodeSelector !== null ? nodeSelector : {};
  const architecture = (asked as JsonObject)['kubernetes.io/arch'];
  return typeof architecture === 'string' ? architecture : undefined;
}
