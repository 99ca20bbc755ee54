import { containersOf, type PodTemplate, podsOf, selectsPod } from '../../flux/pods.js';
import { fillVariables } from '../../flux/substitution.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { DeclaredHost } from '../../model/access.js';
import type { TreeRule } from '../tree-rule.js';
import type { ExposedHost } from './exposure/exposed-host.js';
import { ingressExposure } from './exposure/ingresses.js';
import { chartExposure, loadBalancerExposure, tunnelExposure } from './exposure/other-ways.js';
import { gatewayExposure, traefikExposure } from './exposure/routes.js';

/** Images that do nothing but ask for a login before they hand a request on. */
const LOGIN_PROXY =
  /(?:^|[/-])(?:oauth2-proxy|authelia|pomerium|vouch-proxy|traefik-forward-auth|keycloak-gatekeeper)(?:[:@-]|$)/;

/** What is on the Internet without a login is found within hours; that has to be somebody's decision. */
export const exposedWithoutAuthentication: TreeRule = {
  name: 'exposed-without-authentication',
  severity: 'error',
  description:
    'A host can be reached from outside, nothing in the tree asks for a login there, and nobody declared who may use it. Dashboards and APIs without a login are found by scanners within hours.',
  remediation:
    'ask for a login at the route, or declare who may use the host: access: { own }, { edge } or { public } with the reason, in the chart or in .check.yaml',
  sources: ['S1-73', 'S3-11', 'S1-77'],
  *check(view) {
    const { hosts = [] } = view.settings;
    const declared = hosts.filter(({ access }) => access !== undefined);
    const proxies = loginProxies(view);
    const reported = new Set<string>();
    for (const one of exposures(view)) {
      const host = readable(one.host);
      if (one.guarded || isDeclared(host, declared) || leadsTo(proxies, one, view)) continue;
      // A tunnel and the route behind it are one way in; the first of them is shown.
      if (host !== '' && reported.has(host)) continue;
      reported.add(host);
      const what = host === '' ? 'every host that has no route of its own' : `"${host}"`;
      const { at, path } = one;
      yield { at, path, message: `${what} can be reached from outside, and nothing shows who may use it` };
    }
  },
};

function* exposures(view: TreeView): Generator<ExposedHost> {
  yield* ingressExposure(view);
  yield* traefikExposure(view);
  yield* gatewayExposure(view);
  yield* chartExposure(view);
  yield* loadBalancerExposure(view);
  yield* tunnelExposure(view);
}

function isDeclared(host: string, declared: readonly DeclaredHost[]): boolean {
  return declared.some(({ host: pattern }) => {
    const wanted = readable(pattern);
    return wanted === host || (wanted.startsWith('*.') && host.endsWith(wanted.slice(1)));
  });
}

/** Variables that nobody knows, written as settings and trees both have them. */
function readable(host: string): string {
  return fillVariables(host, new Map()).toLowerCase();
}

/** Pods that do nothing but ask for a login. */
function loginProxies(view: TreeView): PodTemplate[] {
  return podsOf(view).filter((pod) =>
    containersOf(pod).some(({ container }) => LOGIN_PROXY.test(String(container.image ?? ''))),
  );
}

function leadsTo(proxies: readonly PodTemplate[], { backend }: ExposedHost, { index }: TreeView): boolean {
  if (backend === undefined) return false;
  const service = index.get({ group: '', kind: 'Service', ...backend });
  if (service === undefined) return LOGIN_PROXY.test(backend.name);
  const { selector } = (service.object.spec ?? {}) as { selector?: unknown };
  return proxies.some((pod) => pod.namespace === backend.namespace && selectsPod(selector, pod));
}
