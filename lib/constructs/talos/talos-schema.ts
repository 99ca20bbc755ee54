import * as z from 'zod';
import { parseCidr } from '../../flux/network/address-range.js';
import type { TalosVolume } from '../../model/talos.js';

const text = z.string().min(1, 'is empty');
const labelKey = z.string().regex(/^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, 'a label’s key');
const labelValue = z
  .string()
  .regex(/^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/, 'at most 63 letters, digits, "-", "_" and "."');
const size = z.string().regex(/^\d+(MiB|GiB|TiB)$/, 'a size such as "50GiB"');

/** The network itself, and not an address in it: Tailscale stops at `10.0.3.4/28` (trap 57). */
const network = z.string().superRefine((one, context) => {
  const { problem } = parseCidr(one);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

const volume: z.ZodType<TalosVolume> = z.union([
  z.literal('directory'),
  z.strictObject({ disk: text, minSize: size, maxSize: size.optional() }) as unknown as z.ZodType<
    Exclude<TalosVolume, 'directory'>
  >,
]);

const mirror = z.strictObject({
  // A registry, or `*` for each that has no mirror of its own.
  registry: z.string().regex(/^(\*|[a-z0-9.-]+(:\d+)?)$/, 'a registry as images name it, without scheme or path'),
  endpoints: z.array(z.string().regex(/^https?:\/\/[^\s/]+(\/\S*[^\s/])?$/, 'a URL without a slash at its end')).min(1),
  overridePath: z.boolean().optional(),
  skipFallback: z.boolean().optional(),
});

/** Talos' own settings, each by itself. */
export const talosSchema = z.strictObject({
  apiLink: text.optional(),
  platform: z.enum(['metal', 'nocloud']).optional(),
  extensions: z.array(text).optional(),
  kubeletMounts: z
    .array(
      z.string().regex(/^\/var(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'a folder below /var: the rest of a node is read-only'),
    )
    .optional(),
  volumes: z.record(z.string().regex(/^[A-Za-z0-9-]{1,34}$/, 'letters, digits and "-", 34 at most'), volume).optional(),
  nodeLabels: z.record(labelKey, labelValue).optional(),
  registryMirrors: z
    .array(mirror)
    .refine((mirrors) => new Set(mirrors.map(({ registry }) => registry)).size === mirrors.length, {
      message: 'has a registry twice',
    })
    .optional(),
  tailscale: z
    .strictObject({
      routes: z.array(network).min(1, 'leads nowhere'),
      tags: z
        .array(z.string().regex(/^tag:[a-z][a-z0-9-]*$/, 'a tag such as "tag:cluster-router"'))
        .min(1, 'has no tag'),
      loginServer: z
        .string()
        .regex(/^https:\/\/\S+$/, 'an https:// URL')
        .optional(),
    })
    .optional(),
  workersOnControlPlanes: z.boolean().optional(),
});
