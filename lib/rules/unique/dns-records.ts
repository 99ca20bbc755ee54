import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { dnsPublishers, NEW_PREFIX, OLD_PREFIX } from '../../flux/network/dns-annotations.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import { formatResourceId } from '../../model/manifest.js';
import { GATEWAY_GROUP } from './gateway-hosts.js';
import { ingressClass } from './ingress-hosts.js';

/** A record that external-dns makes. */
export interface DnsRecord {
  readonly host: string;
  /** What it points to: a given target, or whose address it gets. */
  readonly target: string;
  /** True where the target is written down; else the object's own address is published. */
  readonly isGiven: boolean;
  readonly source: 'service' | 'ingress' | 'gateway' | 'crd';
  readonly at: AppliedObject;
  readonly path: JsonPath;
}

const cache = new WeakMap<TreeView, readonly DnsRecord[]>();

/** Records that annotations, hosts and DNSEndpoints of a tree ask for. */
export function dnsRecords(view: TreeView): readonly DnsRecord[] {
  const known = cache.get(view);
  if (known !== undefined) return known;
  const prefixes = new Set([OLD_PREFIX, NEW_PREFIX, ...dnsPublishers(view).flatMap(({ prefix }) => prefix ?? [])]);
  const records = [...annotatedRecords(view, [...prefixes]), ...endpointRecords(view)];
  cache.set(view, records);
  return records;
}

function* annotatedRecords({ index }: TreeView, prefixes: readonly string[]): Generator<DnsRecord> {
  const kinds = [
    ['', 'Service', 'service'],
    ['networking.k8s.io', 'Ingress', 'ingress'],
    [GATEWAY_GROUP, 'Gateway', 'gateway'],
    [GATEWAY_GROUP, 'HTTPRoute', 'gateway'],
  ] as const;
  const keysOf = (name: string) => prefixes.map((prefix) => `${prefix}${name}`);
  const [controllers, hostnames, targets] = [keysOf('controller'), keysOf('hostname'), keysOf('target')];
  for (const [group, kind, source] of kinds) {
    for (const at of index.ofKind(group, kind)) {
      const annotations = field(at.object, 'metadata', 'annotations');
      const own: JsonObject = isMap(annotations) ? annotations : {};
      const controller = controllers.find((key) => key in own);
      if (controller !== undefined && own[controller] !== 'dns-controller') continue;
      const key = hostnames.find((one) => one in own);
      const rules = kind === 'Ingress' ? mapsOf(field(at.object, 'spec', 'rules')) : [];
      if (key === undefined && rules.length === 0) continue;
      const target = targetOf(
        at,
        own,
        targets.find((one) => one in own),
      );
      const common = { ...target, source, at };
      const hosts = key === undefined ? [] : splitList(own[key]);
      for (const host of hosts) yield { ...common, host, path: ['metadata', 'annotations', key as string] };
      for (const [number, { host }] of rules.entries()) {
        if (typeof host !== 'string' || hosts.includes(host)) continue;
        yield { ...common, host, path: ['spec', 'rules', number, 'host'] };
      }
    }
  }
}

function targetOf(at: AppliedObject, own: JsonObject, key: string | undefined): Pick<DnsRecord, 'target' | 'isGiven'> {
  if (key !== undefined) return { target: splitList(own[key]).sort().join(','), isGiven: true };
  const external = field(at.object, 'spec', 'externalName');
  if (typeof external === 'string') return { target: external, isGiven: true };
  const parent = mapsOf(field(at.object, 'spec', 'parentRefs'))[0];
  const own_ = at.id.kind === 'Ingress' ? `ingress class ${ingressClass(at)}` : formatResourceId(at.id);
  return {
    target: parent === undefined ? own_ : `Gateway ${parent.namespace ?? at.id.namespace}/${parent.name}`,
    isGiven: false,
  };
}

function* endpointRecords({ index }: TreeView): Generator<DnsRecord> {
  for (const at of index.ofKind('externaldns.k8s.io', 'DNSEndpoint')) {
    for (const [number, { dnsName, recordType, targets }] of mapsOf(field(at.object, 'spec', 'endpoints')).entries()) {
      if (typeof dnsName !== 'string' || !/^(?:A|AAAA|CNAME)$/.test(String(recordType ?? 'A'))) continue;
      const target = textsOf(targets).sort().join(',');
      const host = recordType === 'AAAA' ? `${dnsName} AAAA` : dnsName;
      yield { host, target, isGiven: true, source: 'crd', at, path: ['spec', 'endpoints', number] };
    }
  }
}

function splitList(text: unknown): string[] {
  return typeof text === 'string'
    ? text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '')
    : [];
}
