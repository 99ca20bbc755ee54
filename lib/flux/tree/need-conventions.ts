import { isMet, type UnitNeed, unitNeeds } from './unit-needs.js';
import type { FluxUnit, TreeView } from './view.js';

/** Something of a unit that most of its users do not wait for, as it is there before Flux (bootstrap installs it). */
export interface NeedConvention {
  /** What they use: `definitions of external-secrets`, `ClusterSecretStore/vault`. */
  readonly what: string;
  /** Units that use it, and those of them that do not depend on who brings it. */
  readonly users: number;
  readonly apart: number;
  /** The first need of such a unit. */
  readonly first: UnitNeed;
}

export interface NeedConventions {
  readonly conventions: readonly NeedConvention[];
  /** Needs that are not met, and need not be. */
  readonly accepted: ReadonlySet<UnitNeed>;
}

/** Fewer users of a thing than this make no convention of their own: then the tree as a whole says what is usual. */
const FEW = 3;

const cache = new WeakMap<TreeView, NeedConventions>();

/**
 * What a tree's people do not have in dependsOn on purpose: definitions, stores, issuers and classes that most of their
 * users do not wait for. Nothing in a tree in which everything is declared.
 */
export function needConventions(view: TreeView): NeedConventions {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  return known;
}

/** The uses of one thing. */
class Uses {
  readonly users = new Set<FluxUnit>();
  readonly apart = new Set<FluxUnit>();
  readonly unmet: UnitNeed[] = [];

  constructor(
    readonly what: string,
    readonly kind: UnitNeed['kind'],
  ) {}
}

function collect(view: TreeView): NeedConventions {
  const uses = view.settings.declared ? [] : usesOf(view);
  const conventions: NeedConvention[] = [];
  const accepted = new Set<UnitNeed>();
  for (const one of uses) {
    const { what, users, apart, unmet } = one;
    const [first] = unmet;
    const judged = users.size < FEW ? uses.filter(({ kind }) => kind === one.kind) : [one];
    if (first === undefined || !isUsual(judged)) continue;
    conventions.push({ what, users: users.size, apart: apart.size, first });
    for (const need of unmet) accepted.add(need);
  }
  return { conventions, accepted };
}

function isUsual(uses: readonly Uses[]): boolean {
  const users = uses.reduce((sum, one) => sum + one.users.size, 0);
  const apart = uses.reduce((sum, one) => sum + one.apart.size, 0);
  return users >= FEW && apart * 2 > users;
}

function usesOf(view: TreeView): Uses[] {
  const found = new Map<string, Uses>();
  for (const need of unitNeeds(view)) {
    const { unit, kind, what } = need;
    if (kind !== 'definition' && kind !== 'object') continue;
    const providers = need.providers.map(({ name }) => name).join(' or ');
    const name = kind === 'definition' ? `definitions of ${providers}` : what;
    const one = found.get(name) ?? new Uses(name, kind);
    found.set(name, one);
    one.users.add(unit);
    if (isMet(view, need)) continue;
    one.apart.add(unit);
    one.unmet.push(need);
  }
  return [...found.values()];
}
