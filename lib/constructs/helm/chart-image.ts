import { parseImageReference } from '../../model/image-reference.js';

/** An image as charts of Bitnami's family take it: in parts, each with a default of its own that has to be replaced. */
export function chartImage(image: string) {
  const parsed = parseImageReference(image);
  // What is no image stays whole where the check of images sees it.
  if (parsed === undefined) return { repository: image };
  const { registry, path, tag = '', digest } = parsed;
  return { registry, repository: path, tag, ...(digest === undefined ? {} : { digest }) };
}
