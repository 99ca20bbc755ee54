import { type ImageReference, parseImageReference } from '../../model/image-reference.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { LockedChart } from '../../model/lock.js';
import { isUnknown } from '../tree/unknown.js';
import { valueAt } from './chart-images.js';

/** An image that a release runs, as far as its chart's values tell. */
export interface ReleaseImage {
  /** Place in the values. */
  readonly path: readonly string[];
  /** Whether the release's own values say which image it is. */
  readonly own: boolean;
  readonly text: string;
  readonly reference: ImageReference;
}

/** Images that a chart names by its defaults and a release's values; none that a switch turns off. */
export function releaseImages({ images }: LockedChart, values: JsonObject): ReleaseImage[] {
  return images.flatMap(({ path: place, registry, repository, tag, switches }) => {
    const isOn = ([name, byDefault]: [string, boolean]) => (valueAt(values, name.split('.')) ?? byDefault) !== false;
    if (!Object.entries(switches).every(isOn)) return [];
    const path = place.split('.');
    const given = valueAt(values, path);
    const own = (name: string) => textOf(valueAt(given, [name]));
    const host = globalRegistry(values) ?? own('registry') ?? registry;
    const name = `${host === undefined ? '' : `${host}/`}${own('repository') ?? repository}`;
    const digest = own('digest') ?? own('sha');
    const text = `${name}:${own('tag') ?? tag}${digest?.startsWith('sha256:') ? `@${digest}` : ''}`;
    const reference = isUnknown(text) ? undefined : parseImageReference(text);
    return reference === undefined ? [] : [{ path, own: given !== undefined, text, reference }];
  });
}

/** Where Bitnami's and others' charts take all images from. */
function globalRegistry(values: JsonObject): string | undefined {
  const places = [
    ['global', 'imageRegistry'],
    ['global', 'image', 'registry'],
  ];
  return places.map((path) => textOf(valueAt(values, path))).find((found) => found !== undefined);
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}
