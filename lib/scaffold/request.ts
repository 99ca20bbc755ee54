import { InputError } from '../model/error.js';
import { imageRepository, parseImageReference } from '../model/image-reference.js';
import { hintForUnknown } from '../model/names.js';
import type { ChartVersion, ImageVersion, Versions } from '../model/versions.js';

/** What a person asks for on the command line. */
export interface AppOptions {
  /** A name in charts/versions.yaml, or `<repository>/<chart>@<version>`. @default no chart: a plain app */
  readonly chart?: string;
  /** A name in charts/versions.yaml, or `<repository>:<tag>`. */
  readonly image?: string;
  readonly port: number;
  /** @default not exposed */
  readonly host?: string;
  readonly access?: 'own' | 'public';
  /** Keys of the secret that it declares; none at all for an empty list. */
  readonly secretKeys: readonly string[];
}

/** A version by its name in charts/versions.yaml; `add` where it is not there yet. */
export interface Pin<Version> {
  readonly key: string;
  readonly add?: Version;
}

/** What the app is made of, checked against what is pinned already. */
export type AppSource =
  | { readonly kind: 'image' | 'app-template'; readonly image: Pin<ImageVersion> }
  | { readonly kind: 'chart'; readonly chart: Pin<ChartVersion> };

const APP_TEMPLATE = 'app-template';
const NAME = /^[a-z0-9][-a-z0-9]*$/;
const IMAGE_FORM = '--image ghcr.io/owner/app:1.2.3';
const CHART_FORM = '--chart oci://ghcr.io/owner/charts/app@1.2.3';

/** @throws InputError where the options contradict each other, or what is pinned. */
export function appSource(name: string, { chart, image }: AppOptions, versions: Versions): AppSource {
  if (chart === undefined && image === undefined) {
    throw new InputError('what should it run?', `${IMAGE_FORM} for a plain app, ${CHART_FORM} for a HelmRelease`);
  }
  const pinned = chart === undefined ? undefined : chartPin(chart, versions);
  if (pinned === undefined) return { kind: 'image', image: imagePin(name, image as string, versions) };
  const isTemplate = (pinned.add ?? versions.charts[pinned.key])?.chart === APP_TEMPLATE;
  if (isTemplate && image !== undefined && pinned.add === undefined) {
    return { kind: 'app-template', image: imagePin(name, image, versions) };
  }
  if (isTemplate) throw new InputError(`${APP_TEMPLATE} runs an image, and none is named`, IMAGE_FORM);
  if (image !== undefined) {
    throw new InputError(`chart ${pinned.key} brings its own image`, `leave out --image; ${APP_TEMPLATE} takes one`);
  }
  return { kind: 'chart', chart: pinned };
}

function imagePin(name: string, text: string, { images }: Versions): Pin<ImageVersion> {
  if (NAME.test(text)) {
    if (images[text] !== undefined) return { key: text };
    throw new InputError(
      `no image "${text}" is pinned`,
      `${hintForUnknown(text, Object.keys(images))}; or ${IMAGE_FORM}`,
    );
  }
  const reference = parseImageReference(text);
  if (reference?.tag === undefined || reference.tag === 'latest') {
    throw new InputError(`"${text}" is no image with the tag of a version`, IMAGE_FORM);
  }
  const { tag, digest } = reference;
  const add = { repository: imageRepository(reference), tag, ...(digest === undefined ? {} : { digest }) };
  return unlessPinned('image', name, add, images[name]);
}

function chartPin(text: string, { charts }: Versions): Pin<ChartVersion> {
  if (NAME.test(text)) {
    if (charts[text] !== undefined) return { key: text };
    throw new InputError(
      `no chart "${text}" is pinned`,
      `${hintForUnknown(text, Object.keys(charts))}; or ${CHART_FORM}`,
    );
  }
  const [, repository, chart, version] =
    /^((?:oci|https):\/\/\S+)\/([a-z0-9][-a-z0-9]*)@(v?\d+\.\d+\.\d+\S*)$/.exec(text) ?? [];
  if (repository === undefined || chart === undefined || version === undefined) {
    throw new InputError(`"${text}" is no chart with an exact version`, CHART_FORM);
  }
  return unlessPinned('chart', chart, { repository, chart, version }, charts[chart]);
}

/** One name is one version, for every cluster: a second one would move the first. */
function unlessPinned<Version extends ImageVersion | ChartVersion>(
  what: 'image' | 'chart',
  key: string,
  add: Version,
  known: Version | undefined,
): Pin<Version> {
  if (known === undefined) return { key, add };
  const fields = Object.entries(add) as [keyof Version, unknown][];
  if (fields.every(([field, value]) => known[field] === value)) return { key };
  throw new InputError(
    `charts/versions.yaml pins ${what} "${key}" otherwise`,
    `--${what} ${key} takes it as it is; to move it, change it there`,
  );
}
