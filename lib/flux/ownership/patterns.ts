import type { ResourceId } from '../../model/manifest.js';
import type { ObjectPattern } from '../../model/ownership.js';

/** Whether an object is what a pattern means. */
export function matchesPattern({ group, kind, namespace, name }: ObjectPattern, id: ResourceId): boolean {
  if (kind !== id.kind || (group !== undefined && group !== id.group)) return false;
  if (namespace !== undefined && namespace !== id.namespace) return false;
  return matchesName(name, id.name);
}

function matchesName(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const last = rest.pop() as string;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1 || at + part.length > name.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}

/** Repository of an image without registry, tag and digest: `quay.io/cilium/cilium:v1.18@sha256:…` → `cilium/cilium`. */
export function imageRepository(image: string): string {
  const name = image.split('@')[0] as string;
  const parts = name.split('/');
  const last = (parts.pop() as string).split(':')[0] as string;
  const [registry = '', ...others] = parts;
  const isRegistry = /[.:]/.test(registry) || registry === 'localhost';
  return [...(isRegistry ? others : parts), last].join('/');
}
