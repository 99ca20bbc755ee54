import type { SecretDeclaration, SecretSource } from '../../../model/secret.js';
import type { Unit } from '../../unit.js';
import type { Delivery } from './delivery.js';
import { Impossible } from './impossible.js';
import { MadeValue } from './made-value.js';
import { type MadeSource, recipeFor } from './recipe.js';
import type { ExternalStore } from './store.js';

/** Every value of a cluster that External Secrets makes, one for each generated key and one for each key pair. */
export class MadeValues {
  private readonly byKey = new Map<string, MadeValue>();
  private readonly byName = new Map<string, MadeValue>();
  private readonly refused = new Map<string, Impossible>();
  /** What each name was given to, so that `a-b` and `A_B` do not share a value unnoticed. */
  private readonly origins = new Map<string, string>();
  private readonly memory: ExternalStore | undefined;

  /** @param memory store that keeps them; the cluster does where there is none */
  constructor(deliveries: readonly Delivery[], memory: ExternalStore | undefined) {
    const refusal = memory?.definition.readOnly;
    this.memory = refusal === undefined ? memory : undefined;
    if (refusal !== undefined) {
      deliveries[0]?.unit.report({
        code: 'SECRET_STORE_INVALID',
        field: `store ${memory?.name}`,
        message: `cannot remember generated values: ${refusal}`,
        hint: 'leave out `remember`: generated values then live in the cluster',
      });
    }
    for (const delivery of deliveries) {
      for (const [key, { source }] of Object.entries(delivery.declaration.keys)) {
        if (isMade(source)) this.add(delivery, key, source);
      }
    }
  }

  /**
   * What was made for a key, or for the pair that a key belongs to; undefined where nothing is generated.
   * @throws Impossible
   */
  of({ namespace, name }: SecretDeclaration, key: string): MadeValue | undefined {
    const refusal = this.refused.get(`${namespace}/${name}/${key}`);
    if (refusal !== undefined) throw refusal;
    return this.byKey.get(`${namespace}/${name}/${key}`);
  }

  /** The unit that brings a Secret of a made value. */
  unitOf(namespace: string, secret: string): Unit | undefined {
    return this.byName.get(`${namespace}/${secret}`)?.props.unit;
  }

  /** Adds the objects of all of them, and gives their units. */
  declare(): Set<Unit> {
    for (const made of this.byName.values()) made.declare();
    return new Set([...this.byName.values()].map(({ props }) => props.unit));
  }

  private add({ scope, unit, declaration }: Delivery, key: string, source: MadeSource): void {
    const { namespace, name: secret } = declaration;
    const part = source.from === 'ssh-key' ? source.pair : key;
    const name = `${secret}.${part
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')}`;
    const keyId = `${namespace}/${secret}/${key}`;
    const refuse = (fact: string, hint: string) => this.refused.set(keyId, new Impossible(fact, hint));
    const recipe = recipeFor(source);
    if (typeof recipe === 'string') {
      refuse(`cannot be generated: ${recipe}`, 'ask for the value, or give this secret `backend: sops()`');
      return;
    }
    const id = `${namespace}/${name}`;
    const origin = `${namespace}/${secret}/${part}${source.from === 'ssh-key' ? ' pair' : ''}`;
    const known = this.byName.get(id);
    if (known !== undefined && this.origins.get(id) !== origin) {
      refuse(`has the same name for Kubernetes as another: ${name}`, 'give one of them another name');
      return;
    }
    this.origins.set(id, origin);
    const remembered =
      this.memory === undefined
        ? {}
        : { remembered: { store: this.memory.name, key: `generated/${namespace}/${secret}/${part}` } };
    const made = known ?? new MadeValue({ scope, unit, namespace, name, recipe, ...remembered });
    this.byName.set(id, made);
    this.byKey.set(keyId, made);
  }
}

function isMade(source: SecretSource): source is MadeSource {
  return ['generated', 'random-bytes', 'ssh-key', 'matrix-signing-key'].includes(source.from);
}
