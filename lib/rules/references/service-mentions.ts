import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { textAt } from '../../flux/presence/facts.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { ServiceMention } from './service-mention.js';

const TRAEFIK = ['traefik.io', 'traefik.containo.us'];

/** Services that Ingresses, Traefik's routes, API services and webhooks name. Those of the Gateway API are elsewhere. */
export function* serviceMentions({ index }: TreeView): Iterable<ServiceMention> {
  for (const at of index.ofKind('networking.k8s.io', 'Ingress')) yield* ofIngress(at);
  for (const group of TRAEFIK) {
    for (const kind of ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP']) {
      for (const at of index.ofKind(group, kind)) yield* ofTraefik(at);
    }
  }
  for (const at of index.ofKind('apiregistration.k8s.io', 'APIService')) yield* ofClient(at, ['spec', 'service']);
  for (const kind of ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']) {
    for (const at of index.ofKind('admissionregistration.k8s.io', kind)) {
      for (const place of mapsOf(at.object.webhooks).keys()) {
        yield* ofClient(at, ['webhooks', place, 'clientConfig', 'service']);
      }
    }
  }
}

function* ofIngress(at: AppliedObject): Iterable<ServiceMention> {
  const spec = field(at.object, 'spec');
  yield* ofBackend(at, field(spec, 'defaultBackend'), ['spec', 'defaultBackend']);
  for (const [rule, { http }] of mapsOf(field(spec, 'rules')).entries()) {
    for (const [place, { backend }] of mapsOf(field(http, 'paths')).entries()) {
      yield* ofBackend(at, backend, ['spec', 'rules', rule, 'http', 'paths', place, 'backend']);
    }
  }
}

function* ofBackend(at: AppliedObject, backend: unknown, path: JsonPath): Iterable<ServiceMention> {
  const service = field(backend, 'service');
  const name = textAt(service, 'name');
  if (name === undefined) return;
  const [key] = Object.keys(isMap(field(service, 'port')) ? (field(service, 'port') as JsonObject) : {});
  const place = [...path, 'service'];
  const port = key === undefined ? undefined : field(service, 'port', key);
  yield mention(at, [...place, 'name'], at.id.namespace, name, port, [...place, 'port', key ?? 'number']);
}

function* ofTraefik(at: AppliedObject): Iterable<ServiceMention> {
  for (const [route, { services }] of mapsOf(field(at.object, 'spec', 'routes')).entries()) {
    for (const [place, service] of mapsOf(services).entries()) {
      const { name, kind = 'Service', namespace = at.id.namespace, port } = service;
      if (typeof name !== 'string' || kind !== 'Service') continue;
      const path = ['spec', 'routes', route, 'services', place];
      yield mention(at, [...path, 'name'], namespace, name, port, [...path, 'port']);
    }
  }
}

function* ofClient(at: AppliedObject, path: JsonPath): Iterable<ServiceMention> {
  const service = path.reduce<unknown>((value, part) => (value as JsonObject | undefined)?.[part as string], at.object);
  if (!isMap(service) || typeof service.name !== 'string') return;
  yield mention(at, [...path, 'name'], service.namespace, service.name, service.port ?? 443, [...path, 'port']);
}

function mention(
  at: AppliedObject,
  path: JsonPath,
  namespace: unknown,
  name: string,
  port: unknown,
  portPath: JsonPath,
): ServiceMention {
  const number = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : port;
  const known = typeof number === 'string' || typeof number === 'number' ? { port: number, portPath } : {};
  return { at, path, namespace: typeof namespace === 'string' ? namespace : '', name, ...known };
}
