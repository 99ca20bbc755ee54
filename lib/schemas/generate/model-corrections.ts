import type { JsonSchema, ObjectSchema } from '../json-schema.js';
import type { KindSchema } from '../kind-schema.js';
import { retiredSince } from '../retired-versions.js';
import { SERVED_VERSIONS } from '../served-versions.js';

/**
 * Where the packages of models differ from what their programs serve today, by `group/Kind` (`*` for every kind of a
 * group) and field: allowed values that the packages leave out, fields that they drop (every one that is named
 * `description`), and parts that are newer than the package. `[]` are the items of a list, `*` every field there is.
 */
type Corrections = Readonly<Record<string, Readonly<Record<string, ObjectSchema>>>>;

const text: ObjectSchema = { type: 'string' };
const oneOf = (...values: string[]): ObjectSchema => ({ enum: values });
/** Fields beside the known ones are let pass: the program has grown since. */
const open: ObjectSchema = { 'x-kubernetes-preserve-unknown-fields': true };
const list: ObjectSchema = { type: 'array' };

const generatorKind: ObjectSchema = {
  enum: [
    ...['ACRAccessToken', 'BeyondtrustWorkloadCredentialsDynamicSecret', 'CloudsmithAccessToken', 'ClusterGenerator'],
    ...['ECRAuthorizationToken', 'Fake', 'GCRAccessToken', 'GithubAccessToken', 'GitlabDeployToken', 'Grafana', 'MFA'],
    ...['Password', 'QuayAccessToken', 'SSHKey', 'STSSessionToken', 'UUID', 'VaultDynamicSecret', 'Webhook'],
  ],
};
const decoding = oneOf('Auto', 'Base64', 'Base64URL', 'None');
const conversion = oneOf('Default', 'Unicode');
const nullBytes = oneOf('Ignore', 'Fail');
const tls = { minVersion: oneOf('TLS10', 'TLS11', 'TLS12', 'TLS13') };

function externalSecret(at: string): Record<string, ObjectSchema> {
  return {
    [`${at}.target.creationPolicy`]: oneOf('Owner', 'Orphan', 'Merge', 'CreateOrMerge', 'None'),
    [`${at}.target.deletionPolicy`]: oneOf('Delete', 'Merge', 'Retain'),
    [`${at}.target.template.engineVersion`]: oneOf('v2'),
    [`${at}.target.template.mergePolicy`]: oneOf('Replace', 'Merge'),
    [`${at}.target.template.metadata.finalizers`]: { type: 'array', items: text },
    [`${at}.target.template.templateFrom[]`]: open,
    [`${at}.target.manifest`]: open,
    [`${at}.syncWindows`]: {},
    [`${at}.refreshPolicy`]: oneOf('CreatedOnce', 'Periodic', 'OnChange'),
    [`${at}.data[].remoteRef.decodingStrategy`]: decoding,
    [`${at}.data[].remoteRef.conversionStrategy`]: conversion,
    [`${at}.data[].remoteRef.metadataPolicy`]: oneOf('None', 'Fetch'),
    [`${at}.data[].remoteRef.nullBytePolicy`]: nullBytes,
    [`${at}.data[].sourceRef.generatorRef.kind`]: generatorKind,
    [`${at}.dataFrom[].sourceRef.generatorRef.kind`]: generatorKind,
    [`${at}.dataFrom[].extract.decodingStrategy`]: decoding,
    [`${at}.dataFrom[].extract.conversionStrategy`]: conversion,
    [`${at}.dataFrom[].extract.nullBytePolicy`]: nullBytes,
    [`${at}.dataFrom[].find.decodingStrategy`]: decoding,
    [`${at}.dataFrom[].find.conversionStrategy`]: conversion,
    [`${at}.dataFrom[].find.nullBytePolicy`]: nullBytes,
    [`${at}.dataFrom[].rewrite[]`]: open,
  };
}

function pushSecret(at: string): Record<string, ObjectSchema> {
  return {
    [`${at}.deletionPolicy`]: oneOf('Delete', 'None'),
    [`${at}.updatePolicy`]: oneOf('Replace', 'IfNotExists'),
    [`${at}.data[].conversionStrategy`]: oneOf('None', 'ReverseUnicode'),
    [`${at}.selector.generatorRef.kind`]: generatorKind,
    [`${at}.dataTo`]: list,
    [`${at}.template.templateFrom[]`]: open,
    [`${at}.template.metadata.finalizers`]: { type: 'array', items: text },
  };
}

/** Providers that have more fields now than the package knows. */
const GROWN_PROVIDERS = [
  ...['akeyless', 'azurekv', 'beyondtrust', 'conjur', 'doppler', 'gcpsm', 'github', 'gitlab', 'ibm', 'infisical'],
  ...['keepersecurity', 'passbolt', 'secretserver', 'yandexcertificatemanager', 'yandexlockbox'],
];
const NEW_PROVIDERS = [
  ...['barbican', 'beyondtrustworkloadcredentials', 'crd', 'dvls', 'nebiusmysterybox', 'ngrok', 'onepasswordSDK'],
  ...['openBao', 'ovh', 'volcengine'],
];
const store: Record<string, ObjectSchema> = {
  ...Object.fromEntries(NEW_PROVIDERS.map((name) => [`spec.provider.${name}`, {}])),
  ...Object.fromEntries(
    GROWN_PROVIDERS.flatMap((name) =>
      ['', '.*', '.*.*'].map((below) => [`spec.provider.${name}${below}`, open] as const),
    ),
  ),
  'spec.provider.doppler.auth': { ...open, required: [] },
  'spec.provider.aws.customSessionTags': {},
  'spec.provider.aws.sessionTagsPolicy': {},
  'spec.provider.fake.validationResult': {},
  'spec.provider.pulumi.auth': {
    type: 'object',
    properties: {
      accessToken: {
        type: 'object',
        properties: {
          secretRef: {
            type: 'object',
            properties: { name: text, namespace: text, key: text },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
      // Workload identity, which the package does not know.
      oidcConfig: open,
    },
    additionalProperties: false,
  },
  'spec.provider.pulumi': { required: ['organization', 'project', 'environment'] },
  'spec.provider.vault.checkAndSet': {},
  'spec.provider.vault.auth.gcp': {},
  'spec.provider.vault.auth.cert': open,
};
const issuer: Record<string, ObjectSchema> = {
  'spec.acme.solvers[].waitInsteadOfSelfCheck': {},
  'spec.acme.solvers[].dns01.cnameStrategy': oneOf('None', 'Follow'),
  'spec.vault.auth': open,
  'spec.venafi': open,
};
const cilium: Record<string, ObjectSchema> = {
  'spec.description': text,
  'specs[].description': text,
};
const image: Record<string, ObjectSchema> = { 'spec.componentImages': list };
const pathType = oneOf('Exact', 'PathPrefix', 'RegularExpression');
const matchType = oneOf('Exact', 'RegularExpression');
const method = oneOf('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH');

export const MODEL_CORRECTIONS: Corrections = {
  'cert-manager.io/Certificate': {
    'spec.renewal': {},
    'spec.privateKey.algorithm': oneOf('RSA', 'ECDSA', 'Ed25519'),
    'spec.privateKey.encoding': oneOf('PKCS1', 'PKCS8'),
    'spec.privateKey.rotationPolicy': oneOf('Never', 'Always'),
    'spec.additionalOutputFormats[].type': oneOf('DER', 'CombinedPEM'),
    'spec.keystores.pkcs12.profile': oneOf('LegacyRC2', 'LegacyDES', 'Modern2023', 'Modern2026'),
  },
  'cert-manager.io/Issuer': issuer,
  'cert-manager.io/ClusterIssuer': issuer,
  'cilium.io/CiliumNetworkPolicy': cilium,
  'cilium.io/CiliumClusterwideNetworkPolicy': cilium,
  'cilium.io/CiliumLocalRedirectPolicy': cilium,
  'cilium.io/CiliumLoadBalancerIPPool': { 'spec.allowFirstLastIPs': oneOf('Yes', 'No') },
  'external-secrets.io/ExternalSecret': externalSecret('spec'),
  'external-secrets.io/ClusterExternalSecret': externalSecret('spec.externalSecretSpec'),
  'external-secrets.io/PushSecret': pushSecret('spec'),
  'external-secrets.io/ClusterPushSecret': pushSecret('spec.pushSecretSpec'),
  'external-secrets.io/SecretStore': store,
  'external-secrets.io/ClusterSecretStore': store,
  'generators.external-secrets.io/ClusterGenerator': { 'spec.generator': open, 'spec.generator.*': open },
  'generators.external-secrets.io/Password': {
    'spec.encoding': text,
    'spec.secretKeys': { type: 'array', items: text },
  },
  'generators.external-secrets.io/Grafana': { 'spec.serviceAccount': open },
  'generators.external-secrets.io/GCRAccessToken': { 'spec.auth': open },
  'generators.external-secrets.io/VaultDynamicSecret': {
    spec: open,
    'spec.provider': open,
    'spec.provider.auth': open,
    'spec.provider.auth.cert': open,
    'spec.resultType': oneOf('Data', 'Auth', 'Raw'),
  },
  'gateway.networking.k8s.io/Gateway': { 'spec.listeners[].tls.mode': oneOf('Terminate', 'Passthrough') },
  'gateway.networking.k8s.io/GatewayClass': { 'spec.description': { type: 'string', maxLength: 64 } },
  'gateway.networking.k8s.io/HTTPRoute': {
    'spec.rules[].matches[].path.type': pathType,
    'spec.rules[].matches[].method': method,
    'spec.rules[].matches[].headers[].type': matchType,
    'spec.rules[].matches[].queryParams[].type': matchType,
  },
  'gateway.networking.k8s.io/GRPCRoute': {
    'spec.rules[].matches[].headers[].type': matchType,
    'spec.rules[].matches[].method.type': matchType,
  },
  'gateway.networking.x-k8s.io/XMesh': { 'spec.description': text },
  'monitoring.coreos.com/AlertmanagerConfig': {
    'spec.receivers[].opsgenieConfigs[].description': text,
    'spec.receivers[].pagerdutyConfigs[].description': text,
    'spec.receivers[].slackConfigs[]': open,
    'spec.receivers[].snsConfigs[]': open,
    'spec.receivers[].webhookConfigs[]': open,
  },
  'monitoring.coreos.com/ServiceMonitor': {
    'spec.endpoints[].scheme': oneOf('http', 'https', 'HTTP', 'HTTPS'),
    'spec.endpoints[].tlsConfig.minVersion': tls.minVersion,
    'spec.endpoints[].tlsConfig.maxVersion': tls.minVersion,
  },
  'monitoring.coreos.com/PodMonitor': {
    'spec.podMetricsEndpoints[].scheme': oneOf('http', 'https', 'HTTP', 'HTTPS'),
  },
  'monitoring.coreos.com/Prometheus': { 'spec.otlp': open, 'spec.tsdb': open },
  'monitoring.coreos.com/PrometheusAgent': { 'spec.otlp': open, 'spec.tsdb': open },
  'notification.toolkit.fluxcd.io/Receiver': { 'spec.resources[].filter': text },
  'postgresql.cnpg.io/Cluster': {
    'spec.description': text,
    'spec.primaryLease': open,
    'spec.backup.barmanObjectStore.data.compression': oneOf('bzip2', 'gzip', 'lz4', 'snappy', 'xz', 'zstd'),
    'spec.externalClusters[].barmanObjectStore.data.compression': oneOf('bzip2', 'gzip', 'lz4', 'snappy', 'xz', 'zstd'),
  },
  'postgresql.cnpg.io/ImageCatalog': image,
  'postgresql.cnpg.io/ClusterImageCatalog': image,
  'postgresql.cnpg.io/Pooler': {
    'spec.type': oneOf('rw', 'ro', 'r'),
    'spec.pgbouncer': open,
    'spec.pgbouncer.poolMode': oneOf('session', 'transaction'),
    'spec.monitoring': open,
  },
  'traefik.io/Middleware': { 'spec.errors': open },
};

/** The kinds of the packages as they are served: corrected, without retired versions, with those that models stand for. */
export function correctKinds(kinds: readonly KindSchema[]): KindSchema[] {
  return kinds.flatMap((kind) => {
    const { group, version } = kind;
    const id = `${group}/${kind.kind}`;
    if (retiredSince(group, version, kind.kind) !== undefined) return [];
    const corrected = { ...kind, schema: correct(kind.schema, MODEL_CORRECTIONS[id] ?? {}) };
    const choice = SERVED_VERSIONS[id];
    if (choice === undefined || choice.model !== version || choice.served === version) return [corrected];
    return [corrected, { ...corrected, version: choice.served }];
  });
}

function correct(schema: JsonSchema, corrections: Readonly<Record<string, ObjectSchema>>): JsonSchema {
  return Object.entries(corrections).reduce(
    (changed, [path, added]) => at(changed, path.replaceAll('[]', '.[]').split('.'), added),
    schema,
  );
}

/** The schema with `added` laid over what a path leads to; a last field that is not there is new. */
function at(schema: JsonSchema, [step, ...rest]: readonly string[], added: ObjectSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  if (step === undefined) return { ...schema, ...added };
  const inner = (part: JsonSchema) => at(part, rest, added);
  const embedded = schema.allOf?.map((part) => at(part, [step, ...rest], rest.length > 0 ? added : {}));
  const base: ObjectSchema = embedded === undefined ? schema : { ...schema, allOf: embedded };
  if (step === '[]') return base.items === undefined ? base : { ...base, items: inner(base.items) };
  const properties = base.properties;
  if (properties === undefined) return base;
  if (step === '*') {
    return {
      ...base,
      properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, inner(part)])),
    };
  }
  const known = properties[step];
  if (known === undefined) return rest.length > 0 ? base : { ...base, properties: { ...properties, [step]: added } };
  return { ...base, properties: { ...properties, [step]: inner(known) } };
}
