import { ApiObject, type ApiObjectMetadataDefinition, type JsonPatch, Lazy } from 'cdk8s';

/**
 * What `object.toJson()` gives, in one pass instead of five: cdk8s copies the path of every value for resolvers that
 * hardly any value needs, and each typed kind copies every object again, key by key. Whatever is unusual is left to
 * `toJson()` itself. Tests hold the two equal.
 */
export function plainJson(object: ApiObject): object {
  const { props, patches } = object as unknown as Parts;
  const typed = 'GVK' in object.constructor;
  const ours = typed || object.toJson === ApiObject.prototype.toJson;
  if (!ours || patches.length > 0) return object.toJson();
  try {
    return { ...new Pass(typed).members(props), metadata: plainMetadata(object.metadata) };
  } catch (error) {
    if (error instanceof Unusual) return object.toJson();
    throw error;
  }
}

/** What an ApiObject keeps to itself and its `toJson()` reads. */
interface Parts {
  readonly props: Record<string, unknown>;
  readonly patches: readonly JsonPatch[];
}

/** Found something that only `toJson()` knows how to write. */
class Unusual extends Error {}

/**
 * Properties that cdk8s-plus names otherwise than the API does (`hostIpc` for `hostIPC`), of all typed kinds. A test
 * derives them from the installed version.
 */
export const RENAMED: ReadonlySet<string> = new Set([
  ...['clientIp', 'clusterIp', 'datasetUuid', 'diskUri', 'downwardApi', 'externalId', 'hostIp', 'hostIpc', 'hostPid'],
  ...['insecureSkipTlsVerify', 'loadBalancerIp', 'nodeId', 'nonResourceUrLs', 'openApiv3Schema', 'pdId', 'podCidRs'],
  ...['podCidr', 'providerId', 'ref', 'scaleIo', 'schema', 'setHostnameAsFqdn', 'storagePolicyId', 'targetWwNs'],
  ...['targetCpuUtilizationPercentage', 'volumeId', 'xKubernetesEmbeddedResource', 'xKubernetesIntOrString'],
  ...['xKubernetesListMapKeys', 'xKubernetesListType', 'xKubernetesMapType', 'xKubernetesPreserveUnknownFields'],
  'xKubernetesValidations',
]);

/** One walk over an object's properties: tokens become their values; null and undefined disappear. */
class Pass {
  constructor(private readonly typed: boolean) {}

  members(members: Record<string, unknown>): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(members)) {
      if (this.typed && RENAMED.has(key)) throw new Unusual();
      const value = this.value(members[key]);
      if (value !== undefined) result[key] = value;
    }
    return result;
  }

  value(value: unknown): unknown {
    if (typeof value !== 'object') return value;
    if (value === null) return undefined;
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (value.constructor === Object) return this.members(value as Record<string, unknown>);
    if (value instanceof Lazy) return this.value(value.produce());
    const { value: united } = value as { value?: unknown };
    // A class of cdk8s' for numbers or text, such as Quantity.
    if (this.typed && (typeof united === 'number' || typeof united === 'string')) return united;
    throw new Unusual();
  }
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Record<string, unknown>;
  readonly annotations: Record<string, unknown>;
}

const USUAL = new Set(['name', 'namespace', 'labels', 'annotations']);

/** `metadata.toJson()`, which leaves out what is empty; unusual attributes are left to it. */
function plainMetadata(metadata: ApiObjectMetadataDefinition): unknown {
  const { _additionalAttributes: given } = metadata as unknown as { _additionalAttributes: object };
  if (!Object.keys(given).every((key) => USUAL.has(key))) throw new Unusual();
  const { name, namespace, labels, annotations } = metadata as unknown as Metadata;
  const pass = new Pass(false);
  const result: Record<string, unknown> = namespace === undefined ? { name } : { name, namespace };
  for (const [key, value] of [['labels', labels] as const, ['annotations', annotations] as const]) {
    const members = pass.members(value);
    if (Object.keys(members).length > 0) result[key] = members;
  }
  return result;
}
