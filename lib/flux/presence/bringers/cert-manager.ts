import { field, isMap, mapsOf, textsOf } from '../../kustomize/built.js';
import type { Bringer, Brought } from '../brought.js';
import { certManagerNamespace } from '../cert-manager-namespace.js';
import { textAt } from '../facts.js';

const GROUP = 'cert-manager.io';
const PAIR = ['tls.crt', 'tls.key', 'ca.crt'];
const FORMATS: Readonly<Record<string, string>> = { CombinedPEM: 'tls-combined.pem', DER: 'key.der' };
const STORES: Readonly<Record<string, readonly string[]>> = {
  jks: ['keystore.jks', 'truststore.jks'],
  pkcs12: ['keystore.p12', 'truststore.p12'],
};

/** Secrets that cert-manager fills: of Certificates, of what is annotated with an issuer, of ACME accounts. */
export const CERT_MANAGER: readonly Bringer[] = [
  {
    group: GROUP,
    kind: 'Certificate',
    *brings({ object: { spec } }) {
      const name = textAt(spec, 'secretName');
      if (name === undefined) return;
      const formats = mapsOf(field(spec, 'additionalOutputFormats')).flatMap(({ type }) => FORMATS[String(type)] ?? []);
      const stores = Object.keys(STORES).filter((store) => field(spec, 'keystores', store, 'create') === true);
      yield { kind: 'Secret', name, keys: [...PAIR, ...formats, ...stores.flatMap((store) => STORES[store] ?? [])] };
    },
  },
  {
    group: 'networking.k8s.io',
    kind: 'Ingress',
    *brings({ object }) {
      if (isAnnotatedWithIssuer(object.metadata)) yield* ingressSecrets(field(object, 'spec', 'tls'));
    },
  },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    *brings({ object }) {
      if (!isAnnotatedWithIssuer(object.metadata)) return;
      for (const { tls } of mapsOf(field(object, 'spec', 'listeners'))) {
        for (const { name } of mapsOf(field(tls, 'certificateRefs'))) {
          if (typeof name === 'string') yield { kind: 'Secret', name, keys: PAIR };
        }
      }
    },
  },
  ...['Issuer', 'ClusterIssuer'].map(
    (kind): Bringer => ({
      group: GROUP,
      kind,
      *brings({ id, object }, view) {
        const name = textAt(object, 'spec', 'acme', 'privateKeySecretRef', 'name');
        const namespace = id.namespace ?? certManagerNamespace(view);
        if (name !== undefined) yield { kind: 'Secret', namespace, name, keys: ['tls.key'] };
      },
    }),
  ),
];

/** Secrets of `tls` of an Ingress for which the ingress-shim makes Certificates. */
export function* ingressSecrets(tls: unknown): Iterable<Brought> {
  for (const { secretName } of mapsOf(tls)) {
    if (typeof secretName === 'string' && secretName !== '') yield { kind: 'Secret', name: secretName, keys: PAIR };
  }
}

/** Whether cert-manager makes Certificates for what bears these annotations. */
export function isAnnotatedWithIssuer(metadata: unknown): boolean {
  const annotations = field(metadata, 'annotations');
  if (!isMap(annotations)) return false;
  const named = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer'].some(
    (name) => textsOf([annotations[name]]).length > 0,
  );
  return named || String(annotations['kubernetes.io/tls-acme']) === 'true';
}
