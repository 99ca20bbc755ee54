import type { Construct } from 'constructs';
import { ExternalSecret, type ExternalSecretProps, PushSecret } from '../../../../imports/external-secrets.io.js';
import { Password, SSHKey } from '../../../../imports/generators.external-secrets.io.js';
import type { Unit } from '../../unit.js';
import type { Recipe } from './recipe.js';
import type { Reading } from './value.js';

/** A year: a generator gives another value at each refresh, and apps keep the first (S3-14, trap 63). */
const NEVER = '8760h';

/** Keys of what is made; those of the generators, and one of ours. */
export type MadeProperty = 'password' | 'bcrypt' | 'privateKey' | 'publicKey';

export interface MadeValueProps {
  readonly scope: Construct;
  readonly unit: Unit;
  readonly namespace: string;
  /** `<secret>.<key>`: no declared Secret of the usual names can be meant. */
  readonly name: string;
  readonly recipe: Recipe;
  /** Entry of the store that remembers it. @default it lives in the cluster alone */
  readonly remembered?: { readonly store: string; readonly key: string };
}

/**
 * A value that External Secrets makes once. It is on its own, so that keys can join or leave a Secret without touching
 * it, so that others can read it (a generator asked twice gives two values: trap 63), and so that it can be renewed
 * alone.
 *
 * In the cluster it is an immutable Secret that outlives its ExternalSecret (S3-15). To renew it, delete the Secret and
 * annotate the ExternalSecret, which does not miss an orphan by itself: `kubectl delete secret <name>; kubectl annotate
 * externalsecret <name> force-sync=$(date +%s) --overwrite`. Remembered, it is an entry that the store keeps whatever
 * becomes of the cluster; delete the entry and annotate the PushSecret.
 */
export class MadeValue {
  private hashed = false;

  constructor(readonly props: MadeValueProps) {}

  /** How to read it, from whatever namespace. */
  reading(property: MadeProperty): Reading {
    if (property === 'bcrypt') this.hashed = true;
    const { namespace, name, remembered } = this.props;
    if (remembered !== undefined) return { at: 'store', key: remembered.key, property };
    return { at: 'cluster', namespace, secret: name, property };
  }

  /** Adds the objects, once everybody has said what they read. */
  declare(): void {
    const { scope, namespace, name, recipe, remembered } = this.props;
    const metadata = { name, namespace };
    if (recipe.kind === 'Password') new Password(scope, `password-${name}`, { metadata, spec: recipe.spec });
    else new SSHKey(scope, `ssh-key-${name}`, { metadata, spec: recipe.spec });
    if (remembered === undefined) this.keepInCluster();
    else this.keepInStore(remembered);
  }

  private keepInCluster(): void {
    const { scope, namespace, name } = this.props;
    const data = this.templates();
    const spec: ExternalSecretProps['spec'] = {
      refreshInterval: NEVER,
      target: {
        name,
        creationPolicy: 'Orphan',
        immutable: true,
        ...(data === undefined ? {} : { template: { type: 'Opaque', data } }),
      },
      dataFrom: [{ sourceRef: { generatorRef: this.generatorRef() } }],
    };
    new ExternalSecret(scope, `made-${name}`, { metadata: { name, namespace }, spec });
  }

  /** The whole entry at once: a value that is there already keeps its hash, and neither is ever written again (S3-19). */
  private keepInStore({ store, key }: { readonly store: string; readonly key: string }): void {
    const { scope, namespace, name } = this.props;
    const data = this.templates();
    new PushSecret(scope, `push-${name}`, {
      metadata: { name, namespace },
      spec: {
        refreshInterval: NEVER,
        updatePolicy: 'IfNotExists',
        deletionPolicy: 'None',
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: store }],
        selector: { generatorRef: this.generatorRef() },
        ...(data === undefined ? {} : { template: { data } }),
        data: [{ match: { remoteRef: { remoteKey: key } } }],
      },
    });
  }

  /** The hash is made with the value, from the same text: apart, each refresh would salt it anew. */
  private templates(): Record<string, string> | undefined {
    const { recipe } = this.props;
    if (recipe.kind === 'SSHKey' || (!this.hashed && recipe.template === undefined)) return undefined;
    const password = recipe.template ?? '{{ .password }}';
    if (!this.hashed) return { password };
    const clear = recipe.template === undefined ? '.password' : password.slice(3, -3);
    return { password, bcrypt: `{{ ${clear} | bcrypt }}` };
  }

  private generatorRef() {
    const { name, recipe } = this.props;
    return { apiVersion: Password.apiVersion, kind: recipe.kind as 'Password', name };
  }
}
