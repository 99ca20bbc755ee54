import { field, mapsOf, textsOf } from '../../../flux/kustomize/built.js';
import type { AppliedObject, TreeView } from '../../../flux/tree/view.js';
import type { JsonObject } from '../../../model/json.js';
import { readRule } from '../../unique/traefik-hosts.js';
import type { ExposedHost } from './exposed-host.js';
import { guardingMiddlewares, TRAEFIK_GROUPS } from './middlewares.js';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** Hosts of Traefik's IngressRoutes. */
export function* traefikExposure(view: TreeView): Generator<ExposedHost> {
  const guards = guardingMiddlewares(view);
  for (const group of TRAEFIK_GROUPS) {
    for (const at of view.index.ofKind(group, 'IngressRoute')) {
      const own = at.id.namespace ?? '';
      for (const [index, route] of mapsOf(field(at.object, 'spec', 'routes')).entries()) {
        if (typeof route.match !== 'string') continue;
        const guarded = mapsOf(route.middlewares).some((ref) => guards.has(`${ref.namespace ?? own}-${ref.name}`));
        const [service] = mapsOf(route.services);
        // The dashboard and redirects are Traefik's own.
        if (String(service?.name ?? '').endsWith('@internal') && service?.name !== 'api@internal') continue;
        const { hosts } = readRule(route.match);
        for (const host of hosts.length === 0 ? [''] : hosts) {
          yield { host, at, path: ['spec', 'routes', index, 'match'], guarded, ...backendOf(service, own) };
        }
      }
    }
  }
}

/** Hosts of HTTPRoutes and GRPCRoutes. */
export function* gatewayExposure(view: TreeView): Generator<ExposedHost> {
  const guards = guardingMiddlewares(view);
  const policies = view.index.ofKind('gateway.envoyproxy.io', 'SecurityPolicy');
  for (const at of ['HTTPRoute', 'GRPCRoute'].flatMap((kind) => view.index.ofKind(GATEWAY_GROUP, kind))) {
    const own = at.id.namespace ?? '';
    const rules = mapsOf(field(at.object, 'spec', 'rules'));
    const backends = rules.flatMap((rule) => mapsOf(rule.backendRefs));
    // A route that only sends people elsewhere has nothing to guard.
    if (rules.length > 0 && backends.length === 0) continue;
    const guarded =
      rules.every((rule) => mapsOf(rule.filters).some((filter) => isGuard(filter, own, guards))) ||
      policies.some((policy) => guardsRoute(policy, at));
    for (const [index, host] of textsOf(field(at.object, 'spec', 'hostnames')).entries()) {
      yield { host, at, path: ['spec', 'hostnames', index], guarded, ...backendOf(backends[0], own) };
    }
  }
}

function isGuard(filter: JsonObject, namespace: string, guards: ReadonlySet<string>): boolean {
  return filter.type === 'ExtensionRef' && guards.has(`${namespace}-${String(field(filter.extensionRef, 'name'))}`);
}

const LOGINS = ['oidc', 'basicAuth', 'jwt', 'extAuth', 'apiKeyAuth'];

function guardsRoute({ id, object }: AppliedObject, route: AppliedObject): boolean {
  if (id.namespace !== route.id.namespace) return false;
  if (!LOGINS.some((login) => field(object, 'spec', login) !== undefined)) return false;
  const targets = [field(object, 'spec', 'targetRef'), ...mapsOf(field(object, 'spec', 'targetRefs'))];
  return targets.some((target) => field(target, 'kind') === route.id.kind && field(target, 'name') === route.id.name);
}

function backendOf(reference: JsonObject | undefined, own: string): Pick<ExposedHost, 'backend'> {
  if (typeof reference?.name !== 'string') return {};
  return { backend: { namespace: String(reference.namespace ?? own), name: reference.name } };
}
