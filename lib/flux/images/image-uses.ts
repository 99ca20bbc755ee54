import { type ImageReference, parseImageReference } from '../../model/image-reference.js';
import type { Json, JsonObject } from '../../model/json.js';
import { CONTAINER_LISTS } from '../../model/pods.js';
import { isMap } from '../kustomize/built.js';
import { isUnknown } from '../tree/unknown.js';
import type { AppliedObject, JsonPath, TreeView } from '../tree/view.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

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

type Parsed = Map<string, ImageReference | undefined>;

const found = new WeakMap<TreeView, readonly ImageUse[]>();

/** Every image that the objects of a tree name: of containers wherever they are, of image volumes, and CloudNativePG's. */
export function imagesOf(view: TreeView): readonly ImageUse[] {
  const known = found.get(view);
  if (known !== undefined) return known;
  // Most images are named many times.
  const parsed: Parsed = new Map();
  const uses = view.index.all.flatMap((at) => (WITHOUT.has(at.id.kind) ? [] : imagesOfObject(at, parsed)));
  found.set(view, uses);
  return uses;
}

/** Images of one object. What nobody knows before the cluster, and what is no image, is left out. */
function imagesOfObject(at: AppliedObject, parsed: Parsed): ImageUse[] {
  const uses: ImageUse[] = [];
  const add = (text: Json | undefined, path: JsonPath, pod?: JsonObject, container?: Json) => {
    if (typeof text !== 'string' || text === '' || isUnknown(text)) return;
    const reference = parsed.has(text) ? parsed.get(text) : parseImageReference(text);
    parsed.set(text, reference);
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
  // One path for the whole walk, copied where something is found: most objects hold no image, and there are many.
  const path: (string | number)[] = ['spec'];
  const below = (step: string | number, child: Json | undefined): void => {
    path.push(step);
    walk(child);
    path.pop();
  };
  const walk = (value: Json | undefined): void => {
    if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) below(index, value[index]);
      return;
    }
    const map = value as JsonObject;
    for (const key in map) {
      const child = map[key];
      if (typeof child !== 'object' || child === null) continue;
      if (isArray(child) && LISTS.has(key)) {
        for (const [index, item] of mapsIn(child)) add(item.image, [...path, key, index, 'image'], map, item.name);
      } else if (isArray(child) && key === 'volumes') {
        for (const [index, { image }] of mapsIn(child)) {
          if (isMap(image)) add(image.reference, [...path, key, index, 'image', 'reference'], map);
        }
      } else below(key, child);
    }
  };
  const { spec } = at.object;
  walk(spec);
  if (at.id.group === 'postgresql.cnpg.io' && at.id.kind === 'Cluster') {
    add((spec as JsonObject | undefined)?.imageName, ['spec', 'imageName']);
  }
  return uses;
}

function* mapsIn(list: readonly Json[]): Generator<[number, JsonObject]> {
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (isMap(item)) yield [index, item];
  }
}

function architectureOf({ nodeSelector }: JsonObject): string | undefined {
  const asked = typeof nodeSelector === 'object' && nodeSelector !== null ? nodeSelector : {};
  const architecture = (asked as JsonObject)['kubernetes.io/arch'];
  return typeof architecture === 'string' ? architecture : undefined;
}
