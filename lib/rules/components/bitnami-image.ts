import { type ChartInstall, chartInstalls } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import type { TreeFinding } from '../../flux/tree/view.js';
import { parseImageReference } from '../../model/image-reference.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

/** Versioned images of Bitnami are gone from where every chart looks for them (trap 48). */
export const bitnamiImage: TreeRule = {
  name: 'bitnami-image',
  severity: 'error',
  description:
    'A pod or chart takes a versioned image from docker.io/bitnami, where since September 2025 only latest is: it cannot be pulled. Frozen versions are in bitnamilegacy, which Bitnami’s charts refuse unless they are told that it is meant.',
  remediation:
    'image.repository: bitnamilegacy/… with global.security.allowInsecureImages: true, or an image that is still built',
  sources: ['X-27', 'S2-26', 'trap 48', 'VERIFIED: Bitnami'],
  *check(view) {
    for (const pod of podsOf(view)) {
      for (const { container, path } of containersOf(pod)) {
        const image = typeof container.image === 'string' ? parseImageReference(container.image) : undefined;
        if (image === undefined || !isGone(`${image.registry}/${image.path}`, image.tag)) continue;
        const at = [...pod.path, ...path, 'image'];
        yield { at: pod.owner, path: at, message: `image "${String(container.image)}" is not there any more` };
      }
    }
    for (const install of chartInstalls(view)) yield* inValues(install);
  },
};

function* inValues({ at, values, valuesPath }: ChartInstall): Iterable<TreeFinding> {
  let legacy = false;
  for (const { key, value, path, map } of walkValues(values)) {
    if (key !== 'repository' || typeof value !== 'string') continue;
    const registry = typeof map.registry === 'string' ? map.registry : 'docker.io';
    const whole = /^[^/]+\.[^/]+\//.test(value) ? value : `${registry}/${value}`;
    legacy ||= /^(?:registry-1\.)?docker\.io\/bitnamilegacy\//.test(whole);
    if (!isGone(whole, map.tag)) continue;
    yield { at, path: valuePath(valuesPath, path), message: `image "${value}" of this version is not there any more` };
  }
  if (!legacy || field(values, 'global', 'security', 'allowInsecureImages') === true) return;
  const path = valuePath(valuesPath, ['global', 'security', 'allowInsecureImages']);
  yield { at, path, message: 'takes images from bitnamilegacy, which Bitnami’s charts refuse by themselves' };
}

function isGone(repository: string, tag: unknown): boolean {
  if (!/^(?:registry-1\.|index\.)?docker\.io\/bitnami\//.test(repository)) return false;
  return typeof tag === 'string' && /^\d/.test(tag);
}
