import { by } from '../../model/code-unit-order.js';
import type { JsonObject } from '../../model/json.js';
import { type ChartImage, chartKey, type Lock, type LockedChart, type LockedImage } from '../../model/lock.js';
import { emitYaml } from '../yaml/emit.js';
import { lockedImageKey } from './parse-lock.js';

const HEADER = [
  '---',
  '# What the registries have of the images and charts that the clusters use. Written by npm run lock; never edit it.',
  '',
].join('\n');

/** The lock as charts.lock.yaml has it: sorted, so that the same content is the same bytes. */
export function lockText({ images, charts }: Lock): string {
  const content: JsonObject = {
    images: [...images.values()].sort(by(lockedImageKey)).map(imageEntry),
    charts: [...charts.values()].sort(by(chartKey)).map(chartEntry),
  };
  return HEADER + emitYaml(content, { upkeep: 'reviewed' });
}

function imageEntry({ repository, tag, digest, platforms }: LockedImage): JsonObject {
  return { repository, tag, digest, platforms };
}

function chartImage({ switches, ...image }: ChartImage): JsonObject {
  return { ...image, ...(Object.keys(switches).length === 0 ? {} : { switches }) };
}

function chartEntry({ mentions, schemas, kinds, images, ...chart }: LockedChart): JsonObject {
  return {
    ...chart,
    ...(mentions.length === 0 ? {} : { mentions: [...mentions].sort().join(' ') }),
    ...(Object.keys(schemas).length === 0 ? {} : { schemas }),
    ...(kinds.length === 0 ? {} : { kinds: [...kinds].sort() }),
    ...(images.length === 0 ? {} : { images: images.map(chartImage) }),
  };
}
