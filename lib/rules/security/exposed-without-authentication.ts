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
    const { hosts = [], declared } = view.settings;
    const found = undeclaredHosts(view, hosts);
    if (declared || hosts.length > 0) {
      for (const { at, path, shown } of found) {
        yield { at, path, message: `${shown} can be reached from outside, and nothing shows who may use it` };
      }
      return;
    }
    const [first] = found;
    if (first === undefined) return;
    const { at, path } = first;
    const named = found.slice(0, SHOWN).map(({ shown }) => shown);
    const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
    const message = `${named.join(', ')}${more} can be reached from outside, and nothing shows who may use it`;
    const hint = 'say under hosts in .check.yaml who may use each';
    yield { at, path, message, hint, severity: 'warning' };
  },
};

/** How many hosts a person reads. */
const SHOWN = 3;

interface UndeclaredHost extends ExposedHost {
  /** The host, or words for any. */
  readonly shown: string;
}

function undeclaredHosts(view: TreeView, hosts: readonly DeclaredHost[]): UndeclaredHost[] {
  const declared = hosts.filter(({ access }) => access !== undefined);
  const proxies = loginProxies(view);
  const reported = new Set<string>();
  const found: UndeclaredHost[] = [];
  for (const one of exposures(view)) {
    const host = readable(one.host);
    if (one.guarded || isDeclared(host, declared) || leadsTo(proxies, one, view)) continue;
    // A tunnel and the route behind it are one way in; the first of them is shown.
    if (host !== '' && reported.has(host)) continue;
    reported.add(host);
    found.push({ ...one, shown: host === '' ? 'every host that has no route of its own' : `"${host}"` });
  }
  return found;
}

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
