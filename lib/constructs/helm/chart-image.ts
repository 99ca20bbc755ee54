import { splitMarker, withImagePolicyMarker } from '../../flux/image-policy-marker.js';
import { parseImageReference } from '../../model/image-reference.js';

/** `registry` and `tag` are missing where the text is no image at all. */
export type ChartImage = {
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
};

/**
 * An image as charts of Bitnami's family take it: in parts, each with a default of its own that has to be replaced. Where
 * image automation owns the image, each part that it bumps has a marker of its own (S1-51).
 */
export function chartImage(image: string): ChartImage {
  const marked = splitMarker(image);
  const parsed = parseImageReference(marked?.value ?? image);
  // What is no image stays whole where the check of images sees it.
  if (parsed === undefined) return { repository: image };
  const { registry, path, tag = '', digest } = parsed;
  const part = (name: 'tag' | 'digest', value: string) =>
    marked === undefined ? value : withImagePolicyMarker(value, `${marked.marker}:${name}`);
  return {
    ...{ registry, repository: path, tag: part('tag', tag) },
    ...(digest === undefined ? {} : { digest: part('digest', digest) }),
  };
}
