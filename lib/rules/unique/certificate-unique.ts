import { field, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { GATEWAY_GROUP } from './gateway-hosts.js';

const ISSUERS = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

/** A Secret that cert-manager is asked to keep a certificate in. */
interface Wanted {
  readonly secret: string;
  readonly hosts: readonly string[];
  /** Name of the Certificate: its own, or the one that cert-manager makes for an Ingress. */
  readonly certificate: string;
  readonly isMade: boolean;
  readonly at: AppliedObject;
  readonly path: JsonPath;
}

/** Two Certificates that write one Secret replace each other's key without end (trap 45). */
export const certificateUnique: TreeRule = {
  name: 'certificate-unique',
  severity: 'error',
  description:
    'Two Certificates keep their key in one Secret: each issuance makes the other’s invalid, and both order anew until the certificate authority’s limit is reached. An Ingress or Gateway with an issuer’s annotation makes a Certificate of its own, named as its Secret; an explicit one is only left alone when it bears that name.',
  remediation: 'drop the annotation, or name the Certificate as its secretName',
  sources: ['trap 45', 'S2-37', 'S2-38'],
  *check(view) {
    const bySecret = new Map<string, Wanted>();
    for (const wanted of [...certificates(view), ...madeForHosts(view)]) {
      if (wanted.secret === '' || isUnknown(wanted.secret)) continue;
      const key = `${wanted.at.id.namespace ?? ''}/${wanted.secret}`;
      const first = bySecret.get(key);
      if (first === undefined) bySecret.set(key, wanted);
      else if (!agree(first, wanted)) {
        const other = `${formatResourceId(first.at.id)} (${first.at.document.file})`;
        const { at, path, secret } = wanted;
        yield { at, path, message: `Secret "${secret}" is the certificate of ${other} already` };
      }
    }
  },
};

/** One Certificate under one name; an annotation asks for no more than the explicit one has, or the other Ingress. */
function agree(first: Wanted, second: Wanted): boolean {
  if (!second.isMade || first.certificate !== second.certificate) return false;
  // What a literal subject or a common name alone stands for is not looked into.
  if (!first.isMade && first.hosts.length === 0) return true;
  return second.hosts.every((host) => first.hosts.includes(host) || first.hosts.includes(wildcardOf(host)));
}

function wildcardOf(host: string): string {
  return host.replace(/^[^.]+/, '*');
}

function certificates({ index }: TreeView): Wanted[] {
  return index.ofKind('cert-manager.io', 'Certificate').map((at) => ({
    secret: textOf(field(at.object, 'spec', 'secretName')),
    hosts: textsOf(field(at.object, 'spec', 'dnsNames')),
    certificate: at.id.name,
    isMade: false,
    at,
    path: ['spec', 'secretName'],
  }));
}

function madeForHosts({ index }: TreeView): Wanted[] {
  const asks = ({ object }: AppliedObject) =>
    ISSUERS.some((name) => field(object, 'metadata', 'annotations', name) !== undefined);
  const made = (at: AppliedObject, secret: unknown, hosts: readonly string[], path: JsonPath): Wanted => {
    const name = textOf(secret);
    return { secret: name, certificate: name, hosts, isMade: true, at, path };
  };
  const ingresses = index.ofKind('networking.k8s.io', 'Ingress').filter(asks);
  const gateways = index.ofKind(GATEWAY_GROUP, 'Gateway').filter(asks);
  return [
    ...ingresses.flatMap((at) =>
      mapsOf(field(at.object, 'spec', 'tls')).map(({ secretName, hosts }, number) =>
        made(at, secretName, textsOf(hosts), ['spec', 'tls', number, 'secretName']),
      ),
    ),
    ...gateways.flatMap((at) => {
      // Listeners of one Gateway that share a Secret share its Certificate.
      const seen = new Set<string>();
      return mapsOf(field(at.object, 'spec', 'listeners')).flatMap(({ tls, hostname }, number) =>
        mapsOf(field(tls, 'certificateRefs')).flatMap((ref, position) => {
          const name = textOf(ref.name);
          if (seen.has(name) || (ref.namespace !== undefined && ref.namespace !== at.id.namespace)) return [];
          seen.add(name);
          const path = ['spec', 'listeners', number, 'tls', 'certificateRefs', position, 'name'];
          return [made(at, name, textsOf([hostname]), path)];
        }),
      );
    }),
  ];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
