import { type Damage, type DamageClass, damaged, misspell, oneOf, setField } from '../damage.js';
import type { IntactTree, TreeObject } from '../intact-tree.js';
import type { Random } from '../random.js';
import { typo } from '../typo.js';
import { withEntries } from './kustomize.js';

const SERVICE_HOST = /\b([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?(?::(\d+))?/;

/** Services, and what talks to them. */
export const network: readonly DamageClass[] = [
  {
    name: 'backend-service-unknown',
    weight: 4,
    harm: 'the name resolves to nothing: the host answers 502, the program finds no database',
    damage: (tree, random) =>
      hostDamage(tree, random, ({ service, namespace, port }) => {
        const wrong =
          random.fraction() < 0.7
            ? { service: typo(service, random), namespace }
            : { service, namespace: typo(namespace, random) };
        return hostText({ ...wrong, port });
      }),
  },
  {
    name: 'backend-port-wrong',
    weight: 4,
    harm: 'nobody listens on the port: the host answers 502',
    damage: (tree, random) =>
      hostDamage(tree, random, (host) =>
        // Not just the next one, as it once was: the registry's next port is its own as well, and right to every rule.
        host.port === '' ? undefined : hostText({ ...host, port: `${Number(host.port) + 11}` }),
      ),
  },
  {
    name: 'service-selector',
    weight: 4,
    harm: 'the Service matches no pod: connections are refused',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(/^spec\.selector\.[^\s]+$/, ({ object, pattern }) => {
          return object.kind === 'Service' && !pattern.includes('matchLabels') && selects(tree, object);
        }),
      ),
  },
  {
    name: 'service-port-changed',
    weight: 3,
    harm: 'those who use the old port get no answer',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(
          /^spec\.ports\.\[\]\.port$/,
          ({ object, value }) =>
            object.kind === 'Service' &&
            hosts(tree).some((one) => one.service === object.name && one.port === String(value)),
        ),
      );
      return victim && setField(tree, victim, Number(victim.value) + 1000);
    },
  },
  {
    name: 'target-port-unknown',
    weight: 3,
    harm: 'no container has a port of that name: the Service has no endpoint',
    damage(tree, random) {
      const ports = tree.victims(
        /^spec\.ports\.\[\]$/,
        ({ object }) => object.kind === 'Service' && selects(tree, object),
      );
      const victim = random.pick(ports);
      return (
        victim &&
        setField(
          tree,
          victim,
          { ...(victim.value as object), targetPort: random.pick(['web', 'https', 'api']) },
          'targetPort has a name that no container has',
        )
      );
    },
  },
  {
    name: 'network-policy-peer',
    weight: 3,
    harm: 'the policy lets nobody in any more, or no answer out: what it was written for is cut off',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(
          /^spec\.(?:ingress|egress)\.\[\]\.(?:from|to)\.\[\]\.\w+\.matchLabels\.[^\s]+$/,
          ({ object, pattern, value }) => {
            if (object.kind !== 'NetworkPolicy') return false;
            if (pattern.includes('namespaceSelector'))
              return tree.ofKind('Namespace').some(({ name }) => name === value);
            return tree.ofKind('Deployment').some(({ name }) => name === value);
          },
        ),
      ),
  },
  {
    name: 'network-policy-port',
    weight: 2,
    harm: 'the policy opens a port that nobody listens on, and the right one stays closed',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(
          /^spec\.(?:ingress|egress)\.\[\]\.ports\.\[\]\.port$/,
          ({ object, value }) => object.kind === 'NetworkPolicy' && value !== 53,
        ),
      );
      // Not just the next one, as it once was: the registry opens that as well.
      return victim && setField(tree, victim, Number(victim.value) + 11);
    },
  },
  {
    name: 'route-wrong',
    weight: 3,
    harm: 'the route is attached to no listener, or has no backend: the app answers 404 or 500',
    damage(tree, random) {
      const wrong = random.pick<Partial<Route>>([
        { gateway: 'dynamic-app' },
        { gatewayNamespace: 'gateway' },
        { section: 'https' },
        { backend: 'shop-server' },
        { port: 8081 },
      ]);
      return wrong && withApp(tree, wrong);
    },
  },
  {
    name: 'disruption-budget',
    weight: 1,
    harm: 'the budget protects no pod: a drained node takes all replicas at once',
    damage: (tree, random) =>
      misspell(
        tree,
        random,
        tree.victims(/^spec\.selector\.matchLabels\.[^\s]+$/, ({ object }) => object.kind === 'PodDisruptionBudget'),
      ),
  },
];

interface Route {
  readonly gateway: string;
  readonly gatewayNamespace: string;
  readonly section: string;
  readonly backend: string;
  readonly port: number;
}

/** A whole new app beside the others; with the gateway's own names nothing is wrong with it. */
function routeText({ gateway, gatewayNamespace, section, backend, port }: Route): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, namespace: dynamic-apps, labels: { app.kubernetes.io/name: shop } }
spec:
  replicas: 1
  selector: { matchLabels: { app.kubernetes.io/name: shop } }
  template:
    metadata: { labels: { app.kubernetes.io/name: shop } }
    spec:
      serviceAccountName: dynamic-app
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: shop
          image: ghcr.io/example/shop:1.0.0
          ports: [{ name: http, containerPort: 8080 }]
          resources: { requests: { cpu: 10m, memory: 64Mi }, limits: { memory: 128Mi } }
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: dynamic-apps }
spec: { selector: { app.kubernetes.io/name: shop }, ports: [{ name: http, port: 8080 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: dynamic-apps }
spec:
  parentRefs: [{ name: ${gateway}, namespace: ${gatewayNamespace}, sectionName: ${section} }]
  rules: [{ backendRefs: [{ name: ${backend}, port: ${port} }] }]
`;
}

/** The tree with a new app on its gateway; `wrong` is what is wrong with its route. */
export function withApp(tree: IntactTree, wrong: Partial<Route>): Damage | undefined {
  const folder = tree.configs.find((config) => config.folder.endsWith('apps/dynamic/app'))?.folder;
  const gateway = tree.ofKind('Gateway')[0];
  if (folder === undefined || gateway === undefined) return undefined;
  const right = {
    gateway: gateway.name,
    gatewayNamespace: gateway.namespace,
    section: 'http',
    backend: 'shop',
    port: 8080,
  };
  const list = `${folder}/kustomization.yaml`;
  const changes = {
    [`${folder}/shop.yaml`]: routeText({ ...right, ...wrong }),
    [list]: withEntries(tree, list, (entries) => [...entries, './shop.yaml']),
  };
  return damaged(tree, changes, `a new route with ${JSON.stringify(wrong)}`, `${folder}/shop.yaml`);
}

interface Host {
  readonly file: string;
  readonly text: string;
  readonly service: string;
  readonly namespace: string;
  /** Empty where the text has none. */
  readonly port: string;
}

/** Places that name a Service which the tree itself holds. */
function hosts(tree: IntactTree): Host[] {
  return [...tree.files]
    .filter(([path]) => /\.ya?ml$/.test(path) && !path.endsWith('.sops.yaml'))
    .flatMap(([file, all]) =>
      [...all.matchAll(new RegExp(SERVICE_HOST, 'g'))].map(([text, service = '', namespace = '', port = '']) => ({
        file,
        text,
        service,
        namespace,
        port,
      })),
    )
    .filter(
      ({ service, namespace }) =>
        tree.find('Service', namespace, service) !== undefined || isMade(tree, service, namespace),
    );
}

/** Services that a controller makes beside an object: CloudNativePG's and Cilium's. */
function isMade(tree: IntactTree, service: string, namespace: string): boolean {
  const made = (kind: string, name: string) => tree.find(kind, namespace, name) !== undefined;
  return (
    made('Cluster', service.replace(/-(?:rw|ro|r)$/, '')) || made('Gateway', service.replace(/^cilium-gateway-/, ''))
  );
}

function hostText({ service, namespace, port }: Pick<Host, 'service' | 'namespace' | 'port'>): string {
  return `${service}.${namespace}.svc.cluster.local${port === '' ? '' : `:${port}`}`;
}

function hostDamage(tree: IntactTree, random: Random, change: (host: Host) => string | undefined): Damage | undefined {
  return oneOf(
    random,
    ...random.shuffled(hosts(tree)).map((host) => () => {
      const text = change(host);
      if (text === undefined) return undefined;
      return damaged(
        tree,
        { [host.file]: tree.text(host.file).replace(host.text, text) },
        `${host.text} became ${text}`,
        host.file,
      );
    }),
  );
}

/** Whether a Service selects pods of a Deployment of the tree. */
function selects(tree: IntactTree, service: TreeObject): boolean {
  return targetsOf(tree, service).length > 0;
}

export function targetsOf(tree: IntactTree, service: TreeObject): TreeObject[] {
  const { selector } = service.object.spec as { selector?: Record<string, unknown> };
  if (selector === undefined) return [];
  return tree.ofKind('Deployment').filter(({ object, namespace }) => {
    const { template } = object.spec as { template?: { metadata?: { labels?: Record<string, unknown> } } };
    const labels = template?.metadata?.labels ?? {};
    return namespace === service.namespace && Object.entries(selector).every(([key, value]) => labels[key] === value);
  });
}
