import { type ImageReference, imageRepository, pulledTag } from '../../model/image-reference.js';
import type { LockedImage } from '../../model/lock.js';
import { configSchema, type Manifest, platformName } from './manifests.js';
import type { Named, OciRegistry } from './oci.js';
import { readJson } from './read-json.js';

const CONFIG_LIMIT = 8 << 20;

/**
 * What a registry has of an image: the digest that its tag names, and a manifest for each platform. A pinned digest
 * is not asked for where there is a tag: whether the two agree is what the check tells.
 * @throws RegistryError
 */
export async function fetchImage(registry: OciRegistry, reference: ImageReference): Promise<LockedImage> {
  const tag = pulledTag(reference);
  const named = await registry.named(reference, tag ?? (reference.digest as string));
  return {
    repository: imageRepository(reference),
    ...(tag === undefined ? {} : { tag }),
    digest: named.digest,
    platforms: await platformsOf(registry, reference, named),
  };
}

/** True when the tag still names what is locked; costs no pull. */
export async function isUnchanged(
  registry: OciRegistry,
  reference: ImageReference,
  locked: LockedImage,
): Promise<boolean> {
  const tag = pulledTag(reference);
  return tag === undefined || (await registry.currentDigest(reference, tag)) === locked.digest;
}

async function platformsOf(registry: OciRegistry, reference: ImageReference, named: Named) {
  if ('manifest' in named) return { [await platformOf(registry, reference, named.manifest)]: named.digest };
  const platforms = new Map<string, string>();
  for (const { platform, digest, mediaType } of named.index.manifests) {
    // Attestations stand beside images, for a platform that does not exist.
    if (platform?.os === 'unknown') continue;
    const name = platform
      ? platformName(platform)
      : await platformOfDigest(registry, reference, { digest, mediaType: mediaType ?? '' });
    // Windows has one a release; runtimes take the first that fits.
    if (name !== undefined && !platforms.has(name)) platforms.set(name, digest);
  }
  return Object.fromEntries([...platforms].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function platformOfDigest(
  registry: OciRegistry,
  reference: ImageReference,
  { digest, mediaType }: { readonly digest: string; readonly mediaType: string },
): Promise<string | undefined> {
  if (!/manifest/.test(mediaType)) return undefined;
  const named = await registry.named(reference, digest);
  return 'manifest' in named ? platformOf(registry, reference, named.manifest) : undefined;
}

/** Where the image of a single manifest runs, by its configuration. */
async function platformOf(registry: OciRegistry, reference: ImageReference, { config }: Manifest): Promise<string> {
  const subject = `${imageRepository(reference)}@${config.digest}`;
  const bytes = await registry.blob(reference, config.digest, CONFIG_LIMIT);
  const { os = 'unknown', architecture = 'unknown', variant } = readJson(bytes, configSchema, subject);
  return platformName({ os, architecture, variant });
}
