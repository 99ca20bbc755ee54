import * as z from 'zod';

export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** What a request for a manifest accepts: of both formats, an index first. */
export const ACCEPT = [OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST].join(', ');

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a sha256 digest');
const descriptor = z.looseObject({ mediaType: z.string().optional(), digest, size: z.number().int().nonnegative() });
const platform = z.looseObject({ os: z.string(), architecture: z.string(), variant: z.string().optional() });

export const indexSchema = z.looseObject({
  schemaVersion: z.literal(2),
  manifests: z.array(
    z.looseObject({ ...descriptor.shape, platform: platform.nullish(), artifactType: z.string().optional() }),
  ),
});

export const manifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  config: descriptor,
  layers: z.array(descriptor),
});

/** An image's configuration, as far as it says where it runs. */
export const configSchema = z.looseObject({
  os: z.string().optional(),
  architecture: z.string().optional(),
  variant: z.string().optional(),
});

export type Index = z.infer<typeof indexSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** `linux/arm/v7`, as container tools write it. arm64 is v8 whether or not it says so. */
export function platformName({ os, architecture, variant }: z.infer<typeof platform>): string {
  const usual = architecture === 'arm64' && variant === 'v8';
  return variant === undefined || variant === '' || usual
    ? `${os}/${architecture}`
    : `${os}/${architecture}/${variant}`;
}
