import * as z from 'zod';
import { InputError } from '../../model/error.js';
import { imageKey } from '../../model/image-reference.js';
import { chartKey, type Lock, type LockedChart, type LockedImage, type ValueMap } from '../../model/lock.js';
import { readDocuments } from '../tree/read-documents.js';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a sha256 digest');

const image = z.strictObject({
  repository: z.string().regex(/^[^/@\s]+\/[^:@\s]+$/, 'an image with its registry, without tag or digest'),
  tag: z.string().optional(),
  digest,
  platforms: z.record(z.string().regex(/^\w+\/\w+(\/\w+)?$/, 'a platform: linux/arm64'), digest),
});

const KEYS = new Set(['any', 'map', 'list', 'string', 'number', 'boolean', 'mentioned']);

/** By hand: a chart has thousands of keys, and a check reads them all. */
const valueMap = z.custom<ValueMap>(isValueMap, 'keys, each with its kind of value');

const chart = z.strictObject({
  repository: z.string(),
  name: z.string(),
  version: z.string(),
  digest,
  appVersion: z.string().optional(),
  kubeVersion: z.string().optional(),
  values: valueMap,
  mentions: z.string().default(''),
  schemas: z.record(z.string(), z.string()).default({}),
  kinds: z.array(z.string()).default([]),
  images: z
    .array(
      z.strictObject({
        path: z.string(),
        registry: z.string().optional(),
        repository: z.string(),
        tag: z.string(),
        switches: z.record(z.string(), z.boolean()).default({}),
      }),
    )
    .default([]),
});

const schema = z.strictObject({ images: z.array(image).default([]), charts: z.array(chart).default([]) });

function isValueMap(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((child) => (typeof child === 'string' ? KEYS.has(child) : isValueMap(child)));
}

/**
 * charts.lock.yaml, checked.
 * @throws InputError that names the entry and the field.
 */
export function parseLock(text: string, file: string): Lock {
  const { documents, faults } = readDocuments(file, text);
  const [fault] = faults;
  const hint = 'take the file of the last commit, or remove it and run npm run lock';
  if (fault !== undefined) {
    throw new InputError(`${file}${fault.line === undefined ? '' : `:${fault.line}`}: ${fault.message}`, hint);
  }
  const result = schema.safeParse(documents[0]?.object ?? {});
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new InputError(`${file}: ${issue?.path.join('.')}: ${issue?.message}`, hint);
  }
  return lockOf(
    result.data.images as LockedImage[],
    result.data.charts.map(
      ({ mentions, ...entry }) => ({ ...entry, mentions: mentions.split(/\s+/).filter(Boolean) }) as LockedChart,
    ),
  );
}

/** A lock of some entries, by their keys. */
export function lockOf(images: Iterable<LockedImage>, charts: Iterable<LockedChart>): Lock {
  return {
    images: new Map([...images].map((entry) => [lockedImageKey(entry), entry])),
    charts: new Map([...charts].map((entry) => [chartKey(entry), entry])),
  };
}

/** Key of an image that is locked: that of the references that it answers. */
export function lockedImageKey({ repository, tag, digest: locked }: LockedImage): string {
  const slash = repository.indexOf('/');
  const name = { registry: repository.slice(0, slash), path: repository.slice(slash + 1) };
  return imageKey(tag === undefined ? { ...name, digest: locked } : { ...name, tag });
}
