import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterExternalSecret } from '../../../imports/external-secrets.io.js';
import type { Cluster } from '../cluster.js';
import { dnsSubdomain } from '../format.js';
import { PerCluster } from '../per-cluster.js';
import { composedSpec } from '../secrets/external-secrets/composed-secret.js';
import type { ExternalStore, StoreEntry } from '../secrets/external-secrets/store.js';
import { dockerConfig } from '../secrets/external-secrets/value.js';
import type { Registry } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';

export interface ClusterPullSecretOptions {
  readonly name: string;
  /** Start of the images that need it, such as `ghcr.io/mrsimpson/`. */
  readonly prefix: string;
  /** Host of the registry, as docker knows it: `ghcr.io`. */
  readonly registry: string;
  /** Name of the pull secret in every namespace. */
  readonly secretName: string;
  readonly store: ExternalStore;
  readonly username: StoreEntry;
  readonly password: StoreEntry;
  /** @default '1h' */
  readonly refreshInterval?: string;
  /** Namespaces that do without. @default Kubernetes' own, but for `default` */
  readonly except?: readonly string[];
}

const KUBERNETES_OWN = ['kube-node-lease', 'kube-public', 'kube-system'];
const API_VERSION = 'external-secrets.io/v1';

/** A registry whose pull secret is in every namespace by itself, in those that come later too (S0-12 to S0-14). */
export class ClusterPullSecret implements Registry {
  readonly name: string;
  private readonly used = new PerCluster((): { unit?: Unit; readonly users: Set<Unit> } => ({ users: new Set() }));

  constructor(private readonly options: ClusterPullSecretOptions) {
    this.name = options.name;
  }

  serves(image: string): boolean {
    return image.startsWith(this.options.prefix);
  }

  pullSecret(scope: Construct): string {
    const unit = unitOf(scope);
    this.ofCluster(unit.cluster).users.add(unit);
    return this.options.secretName;
  }

  /**
   * Puts the ClusterExternalSecret into a unit. Every unit with an image of this registry depends on it, and it is ready
   * once their namespaces have the Secret: before the first pod, not after its first failure (S0-15, trap 52).
   */
  declare(unit: Unit): void {
    const { secretName: name, registry, store, username, password, refreshInterval = '1h', except } = this.options;
    this.ofCluster(unit.cluster).unit = unit;
    unit.expect(dnsSubdomain, `registry ${this.name}.secretName`, name);
    const read = (entry: StoreEntry) => ({ kind: 'read', reading: { at: 'store', ...entry } }) as const;
    new ClusterExternalSecret(unit, `pull-secret-${name}`, {
      metadata: { name },
      spec: {
        externalSecretName: name,
        namespaceSelectors: [
          {
            matchExpressions: [
              { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [...(except ?? KUBERNETES_OWN)] },
            ],
          },
        ],
        externalSecretSpec: composedSpec({
          // Opaque would be taken without a word, and no image pulled (trap 51).
          declaration: { name, namespace: '', type: 'kubernetes.io/dockerconfigjson', labels: {}, annotations: {} },
          values: { '.dockerconfigjson': dockerConfig(registry, read(username), read(password)) },
          refreshInterval,
          storeOf: () => ({ kind: 'ClusterSecretStore', name: store.name }),
        }),
      },
    });
  }

  private ofCluster(cluster: Cluster) {
    const known = this.used.of(cluster);
    if (known.unit === undefined && known.users.size === 0) cluster.whenDeclared(() => this.finish(known));
    return known;
  }

  private finish({ unit, users }: { readonly unit?: Unit; readonly users: ReadonlySet<Unit> }): void {
    const { name, options } = this;
    if (unit === undefined) {
      for (const user of users) {
        user.report({
          code: 'PULL_SECRET_MISSING',
          field: `registry ${name}`,
          message: `needs pull secret ${options.secretName}, which no unit brings`,
          hint: 'declare it in a unit that depends on the store: registry.declare(unit)',
        });
      }
      return;
    }
    const { store } = options;
    const owner = store.unitIn(unit.cluster);
    if (owner !== undefined) unit.needs(owner);
    else if (store.definition.broughtBy === undefined) {
      unit.report({
        code: 'SECRET_STORE_MISSING',
        field: `registry ${name}`,
        message: `reads store ${store.name}, which no unit declares`,
        hint: 'declare it in a unit of its own that depends on the operator: store.declare(unit)',
      });
    }
    const { except = KUBERNETES_OWN } = options;
    const namespaces = new Set<string>();
    for (const user of users) {
      user.needs(unit);
      if (except.includes(user.namespace)) {
        user.report({
          code: 'PULL_SECRET_MISSING',
          field: `registry ${name}`,
          message: `pulls an image with ${options.secretName}, which namespace ${user.namespace} does without`,
          hint: 'take the namespace out of `except`',
        });
      }
      // A unit that brings its own namespace waits for this one: the Secret follows as soon as the namespace is there.
      if (!bringsNamespace(user.cluster, user.namespace)) namespaces.add(user.namespace);
    }
    for (const namespace of [...namespaces].sort()) {
      unit.waitFor({ apiVersion: API_VERSION, kind: 'ExternalSecret', name: options.secretName, namespace });
    }
  }
}

/** A pull secret in every namespace, by a ClusterExternalSecret. A unit brings it: `registry.declare(unit)`. */
export function clusterPullSecret(options: ClusterPullSecretOptions): ClusterPullSecret {
  return new ClusterPullSecret(options);
}

function bringsNamespace(cluster: Cluster, name: string): boolean {
  return cluster.units.some((unit) =>
    (unit as Unit).node
      .findAll()
      .some((object) => ApiObject.isApiObject(object) && object.kind === 'Namespace' && object.name === name),
  );
}
