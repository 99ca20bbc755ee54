import type { SecretDeclaration, SecretKeyRef } from '../../model/secret.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import type { Random } from '../sops/cipher.js';
import { type ComputeContext, computeValue } from '../sources/compute.js';
import { SourceError } from '../sources/error.js';
import { isPairSource, keyPairOf, makeKeyPair } from '../sources/key-pair.js';
import { decideKeys, type KeyDecisions } from './decide-keys.js';
import { refusalOf } from './judge-value.js';
import { type DeclaredKey, orderKeys } from './order-keys.js';
import { ABSENT, isClosed, type SecretState } from './state.js';

export interface ResolveInput {
  /** All secrets of one cluster. */
  readonly declarations: readonly SecretDeclaration[];
  /** By `secretId`; what is not here is absent. */
  readonly states: ReadonlyMap<string, SecretState>;
  /** The owner's answer to an `asked` key. */
  readonly answer: (ref: SecretKeyRef) => string | undefined;
  /** How a missing answer can be given, for the hint. */
  readonly howToAnswer: (ref: SecretKeyRef) => string;
  /** Use the declaration's placeholder where there is no answer. */
  readonly placeholders: boolean;
  readonly random: Random;
  /** Rounds of bcrypt as a power of two. */
  readonly bcryptCost: number;
  /** Values that the owner sets, by `keyId`; each wins over its key's source. @default none */
  readonly set?: ReadonlyMap<string, string>;
}

/** Values of a secret that is made or completed. Plaintext: never print, log or write it. */
export interface ResolvedSecret {
  /** Every declared key, in the order of the declaration; of an extensible file only what was computed now. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that hold a stand-in, or are made of one. */
  readonly standIns: readonly string[];
  /** Keys whose value was computed now. */
  readonly computed: ReadonlySet<string>;
}

export interface Resolution {
  /** By `secretId`; closed files are not here. */
  readonly secrets: ReadonlyMap<string, ResolvedSecret>;
  /** Disposable secrets that are made anew. */
  readonly replaced: ReadonlySet<string>;
  readonly problems: readonly SecretProblem[];
}

/** Computes what is missing in dependency order, and keeps the rest. With problems of severity error, use no value. */
export function resolveSecrets(input: ResolveInput): Resolution {
  const order = orderKeys(input.declarations);
  if (order.problems.length > 0) return { secrets: new Map(), replaced: new Set(), problems: order.problems };
  return settleKeys(
    order.keys,
    decideKeys(order.keys, input.states, (ref) => input.answer(ref) !== undefined),
    input,
  );
}

/** Computes what was decided, in the order of `orderKeys`. With problems of severity error, use no value. */
export function settleKeys(keys: readonly DeclaredKey[], decisions: KeyDecisions, input: ResolveInput): Resolution {
  const cluster = new ClusterValues(input, decisions.compute, decisions.replaced);
  const problems = [...decisions.problems];
  for (const declared of keys) {
    const found = cluster.settle(declared);
    if (found !== undefined && decisions.judged?.has(keyId(declared.ref)) !== false) problems.push(found);
  }
  return { secrets: cluster.secrets(), replaced: decisions.replaced, problems };
}

/** The values of one cluster while they are computed. */
class ClusterValues {
  private readonly values = new Map<string, string>();
  private readonly standIns = new Set<string>();

  constructor(
    private readonly input: ResolveInput,
    private readonly compute: ReadonlySet<string>,
    private readonly replaced: ReadonlySet<string>,
  ) {}

  /** Keeps or computes one value; those that it needs are settled. A value that needs what failed stays open silently. */
  settle(declared: DeclaredKey): SecretProblem | undefined {
    const { ref, key, needs } = declared;
    const id = keyId(ref);
    const state = this.stateOf(ref);
    if (!this.compute.has(id)) {
      if (state.kind !== 'absent' && state.standIns.has(ref.key)) this.standIns.add(id);
      if (state.kind !== 'open') return undefined;
      this.values.set(id, state.values[ref.key] ?? '');
      return this.refusal(declared, state.values[ref.key] ?? '', 'its value');
    }
    if (isClosed(state) || needs.some((need) => !this.values.has(keyId(need)))) return undefined;
    const { source } = key;
    const set = this.input.set?.get(id);
    const standIn = source.from === 'asked' && set === undefined && this.input.answer(ref) === undefined;
    if (standIn && !this.input.placeholders) {
      const fact = `key "${ref.key}" has no answer: ${source.question}`;
      return problem('SECRET_ANSWER_MISSING', secretId(ref), fact, this.input.howToAnswer(ref));
    }
    if (standIn || needs.some((need) => this.standIns.has(keyId(need)))) this.standIns.add(id);
    try {
      if (set !== undefined && isPairSource(source) && source.half === 'private') keyPairOf(source, set);
      const value = set ?? computeValue(source, this.contextFor(declared));
      this.values.set(id, value);
      return this.refusal(declared, value, standIn ? 'its placeholder' : 'its value');
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return problem('SECRET_VALUE_IMPOSSIBLE', secretId(ref), `key "${ref.key}": ${error.message}`);
    }
  }

  secrets(): Map<string, ResolvedSecret> {
    const secrets = new Map<string, ResolvedSecret>();
    for (const declaration of this.input.declarations) {
      if (isClosed(this.stateOf(declaration))) continue;
      const keys = Object.keys(declaration.keys);
      const idOf = (key: string) => keyId({ ...declaration, key });
      secrets.set(secretId(declaration), {
        values: Object.fromEntries(
          keys.flatMap((key) => {
            const value = this.values.get(idOf(key));
            return value === undefined ? [] : [[key, value]];
          }),
        ),
        standIns: keys.filter((key) => this.standIns.has(idOf(key))),
        computed: new Set(keys.filter((key) => this.compute.has(idOf(key)))),
      });
    }
    return secrets;
  }

  private stateOf(secret: Pick<SecretDeclaration, 'namespace' | 'name'>): SecretState {
    const id = secretId(secret);
    return this.replaced.has(id) ? ABSENT : (this.input.states.get(id) ?? ABSENT);
  }

  private contextFor({ ref, key, needs }: DeclaredKey): ComputeContext {
    const { random, bcryptCost, answer } = this.input;
    const read = (of: SecretKeyRef) => this.values.get(keyId(of)) ?? '';
    return {
      random,
      bcryptCost,
      read,
      answer: () => answer(ref) ?? (key.source.from === 'asked' ? key.source.placeholder : ''),
      keyPair: (source) => {
        const [privateRef] = needs;
        // The private half is settled before: kept, set by the owner, or made just now.
        if (source.half === 'public' && privateRef !== undefined) return keyPairOf(source, read(privateRef));
        return makeKeyPair(source, random);
      },
    };
  }

  private refusal({ ref, key }: DeclaredKey, value: string, what: string): SecretProblem | undefined {
    const reason = refusalOf(key, value);
    if (reason === undefined) return undefined;
    return problem('SECRET_VALUE_REFUSED', secretId(ref), `key "${ref.key}": ${what} is refused: ${reason}`);
  }
}
