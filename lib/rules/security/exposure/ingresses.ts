import { field, isMap, mapsOf, textsOf } from '../../../flux/kustomize/built.js';
import type { AppliedObject, TreeView } from '../../../flux/tree/view.js';
import type { ExposedHost } from './exposed-host.js';
import { guardingMiddlewares, middlewareName } from './middlewares.js';

/** Annotations with which an ingress controller asks for a login, or has somebody asked. */
const LOGIN = [
  'nginx.ingress.kubernetes.io/auth-url',
  'nginx.ingress.kubernetes.io/auth-type',
  'nginx.ingress.kubernetes.io/auth-secret',
  'nginx.ingress.kubernetes.io/auth-tls-secret',
  'haproxy.org/auth-type',
  'ingress.kubernetes.io/auth-type',
];
const MIDDLEWARES = 'traefik.ingress.kubernetes.io/router.middlewares';

/** Hosts of Ingresses, each with the Service of its first path. */
export function* ingressExposure(view: TreeView): Generator<ExposedHost> {
  const guards = guardingMiddlewares(view);
  for (const at of view.index.ofKind('networking.k8s.io', 'Ingress')) {
    const guarded = asksForLogin(at, guards);
    const common = field(at.object, 'spec', 'defaultBackend', 'service', 'name');
    for (const [index, rule] of mapsOf(field(at.object, 'spec', 'rules')).entries()) {
      const host = typeof rule.host === 'string' ? rule.host : '';
      const name =
        mapsOf(field(rule, 'http', 'paths')).map((path) => field(path, 'backend', 'service', 'name'))[0] ?? common;
      yield {
        host,
        at,
        path: ['spec', 'rules', index, 'host'],
        guarded,
        ...(typeof name === 'string' ? { backend: { namespace: at.id.namespace ?? '', name } } : {}),
      };
    }
  }
}

function asksForLogin({ object }: AppliedObject, guards: ReadonlySet<string>): boolean {
  const annotations = field(object, 'metadata', 'annotations');
  if (!isMap(annotations)) return false;
  if (LOGIN.some((name) => typeof annotations[name] === 'string' && annotations[name] !== '')) return true;
  const named = String(annotations[MIDDLEWARES] ?? '').split(',');
  return textsOf(named).some((name) => guards.has(middlewareName(name.trim())));
}
