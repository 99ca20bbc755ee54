import { type ChartInstall, chartInstalls } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import { fillVariables } from '../../flux/substitution.js';
import { findLine } from '../../flux/tree/find-line.js';
import type { TreeFinding, TreeView } from '../../flux/tree/view.js';
import { parseImageReference, pulledTag } from '../../model/image-reference.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

/** Tags that move with every build, by the names that projects give them. */
const MOVING =
  /^(?:latest|main|master|trunk|head|dev|devel|develop|development|edge|nightly|unstable|testing|canary|snapshot|next|stable|current|release|production|rolling|lts|beta|alpha)(?:-(?:alpine|slim|debian|ubuntu|full|amd64|arm64|rootless))*$/i;

/** What a pod runs must not depend on the day it starts (S4-11). */
export const imageTag: TreeRule = {
  name: 'image-tag',
  severity: 'error',
  description:
    'An image has no tag, one that moves, or is no image reference at all. Each start may then bring another version, two replicas may differ, and going back is impossible; a scheme in front of the name is refused by the runtime.',
  remediation: 'pin the image to the tag of a version, or to a digest',
  sources: ['S4-11', 'S1-21', 'trap 78', 'trap 85'],
  *check(view) {
    for (const pod of podsOf(view)) {
      for (const { container, path } of containersOf(pod)) {
        yield* judged(container.image, { at: pod.owner, path: [...pod.path, ...path, 'image'] });
      }
    }
    for (const cluster of view.index.ofKind('postgresql.cnpg.io', 'Cluster')) {
      const image = field(cluster.object, 'spec', 'imageName');
      yield* judged(image, { at: cluster, path: ['spec', 'imageName'] });
    }
    for (const install of chartInstalls(view)) yield* inValues(install, view);
    yield* chartTags(view);
  },
};

type Place = Pick<TreeFinding, 'at' | 'path'>;

/** Reads a whole image; what only the cluster knows is taken for right. */
function* judged(image: unknown, place: Place): Iterable<TreeFinding> {
  if (typeof image !== 'string' || image === '') return;
  const filled = fillVariables(image, new Map());
  if (filled !== image && !filled.includes('/')) return;
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(filled)) {
    yield { ...place, message: `image "${filled}" begins with a scheme, which no runtime takes`, hint: 'leave it out' };
    return;
  }
  const reference = parseImageReference(filled);
  if (reference === undefined) {
    yield { ...place, message: `"${filled}" is no image` };
    return;
  }
  if (reference.digest !== undefined) return;
  if (reference.tag === undefined) {
    // The last part may be a variable that holds the tag as well.
    if (filled.endsWith('unknown.example')) return;
    yield { ...place, message: `image "${filled}" has no tag, so that it is "latest"` };
  } else yield* moving(pulledTag(reference), place);
}

function* moving(tag: unknown, place: Place): Iterable<TreeFinding> {
  if (typeof tag !== 'string' || !MOVING.test(tag)) return;
  yield { ...place, message: `tag "${tag}" moves`, ...(tag === 'latest' ? {} : { severity: 'warning' }) };
}

/** `image: name:tag`, and `tag` beside `repository`, as charts have them. */
function* inValues({ at, values, valuesPath }: ChartInstall, view: TreeView): Iterable<TreeFinding> {
  for (const { key, value, path, map } of walkValues(values)) {
    const place = { at, path: valuePath(valuesPath, path) };
    const isImage = map.repository !== undefined || map.image !== undefined || /image/i.test(String(path.at(-2) ?? ''));
    if (key === 'tag' && isImage && (map.digest ?? map.sha ?? '') === '') {
      if (typeof value === 'number') {
        if (!isWrittenAsRead(value, writtenTag(place, view))) {
          const message = `tag ${value} is a number, of which Helm leaves out what a number does not need`;
          yield { ...place, message, hint: 'put it in quotes' };
        }
      } else yield* moving(value, place);
    }
    // A name without a tag is often completed by values beside it.
    if (/image$/i.test(key) && typeof value === 'string' && map.tag === undefined && /[:/]/.test(value)) {
      const whole = /:\/\/|:[^/]+$/.test(value);
      if (whole && !value.includes('{{')) yield* judged(value, place);
    }
  }
}

/** Helm writes a number by its value: `1.10` as 1.1, `1e3` as 1000, and one of seven digits or more with an exponent. */
function isWrittenAsRead(value: number, written: string | undefined): boolean {
  return Number.isInteger(value) && Math.abs(value) < 1_000_000 && (written ?? String(value)) === String(value);
}

/** The tag as its file has it; undefined where the line has none, as where a patch brings it. */
function writtenTag({ at, path = [] }: Place, { sources }: TreeView): string | undefined {
  if (!('document' in at)) return undefined;
  const text = sources.get(at.document.file)?.text;
  const line = text === undefined ? undefined : findLine(text, at.document.index, path);
  if (text === undefined || line === undefined) return undefined;
  return /\btag["']?:\s*([^\s,}#]+)/.exec(text.split('\n')[line - 1] ?? '')?.[1];
}

/** A chart pulled by a tag that moves. */
function* chartTags({ index }: TreeView): Iterable<TreeFinding> {
  for (const source of index.ofKind('source.toolkit.fluxcd.io', 'OCIRepository')) {
    const { tag, digest } = (field(source.object, 'spec', 'ref') ?? {}) as { tag?: unknown; digest?: unknown };
    if (digest === undefined) yield* moving(tag, { at: source, path: ['spec', 'ref', 'tag'] });
  }
}
