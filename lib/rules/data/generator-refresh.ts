import { field, mapsOf } from '../../flux/kustomize/built.js';
import { textAt } from '../../flux/presence/facts.js';
import type { AppliedObject, JsonPath, TreeFinding } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';

const GROUP = 'external-secrets.io';
/** Generators that give something else at each call; those of registries' tokens have to be asked often. */
const RANDOM = new Set(['Password', 'UUID', 'SSHKey']);
/** A year, 8760h, in seconds. */
const A_YEAR = 8760 * 3600;

/** Passwords that are made anew while everybody still uses the old one. */
export const generatorRefresh: TreeRule = {
  name: 'generator-refresh',
  severity: 'error',
  description:
    'A generated password is made anew at each refresh, and again when an ExternalSecret that is CreatedOnce is ' +
    'recreated: the database keeps the old one, and its users are locked out. Two ExternalSecrets of one generator ' +
    'hold two passwords.',
  remediation:
    'set refreshInterval: 8760h (or 0), or refreshPolicy: CreatedOnce with target.immutable: true and creationPolicy: Orphan',
  sources: ['S3-14', 'trap 63', 'VERIFIED: External Secrets'],
  *check(view) {
    const users = new Map<string, AppliedObject>();
    for (const [kind, path] of [
      ['ExternalSecret', ['spec']],
      ['ClusterExternalSecret', ['spec', 'externalSecretSpec']],
    ] as const) {
      for (const at of view.index.ofKind(GROUP, kind)) {
        const spec = field(at.object, ...path);
        const generators = generatorsOf(spec, path);
        if (generators.length > 0) yield* refreshed(at, spec, path);
        for (const { kind: generator, name, place } of generators) yield* shared(users, at, generator, name, place);
      }
    }
  },
};

interface Generator {
  readonly kind: string;
  readonly name: string;
  readonly place: JsonPath;
}

function generatorsOf(spec: unknown, path: JsonPath): Generator[] {
  return mapsOf(field(spec, 'dataFrom')).flatMap((source, index) => {
    const ref = field(source, 'sourceRef', 'generatorRef');
    const [kind, name] = [textAt(ref, 'kind'), textAt(ref, 'name')];
    if (kind === undefined || name === undefined || !RANDOM.has(kind)) return [];
    return [{ kind, name, place: [...path, 'dataFrom', index, 'sourceRef', 'generatorRef', 'name'] }];
  });
}

function* refreshed(at: AppliedObject, spec: unknown, path: JsonPath): Iterable<TreeFinding> {
  const policy = field(spec, 'refreshPolicy') ?? 'Periodic';
  if (policy === 'Periodic') {
    const interval = field(spec, 'refreshInterval') ?? '1h';
    if (isNever(String(interval))) return;
    const shown = field(spec, 'refreshInterval') === undefined ? 'the default, 1h' : String(interval);
    yield { at, path: [...path, 'refreshInterval'], message: `makes a new password at each refresh (${shown})` };
    return;
  }
  if (field(spec, 'target', 'immutable') === true) return;
  const message = `${policy} overwrites the password when the ExternalSecret is recreated: its target is not immutable`;
  yield { at, path: [...path, 'refreshPolicy'], message };
}

function* shared(
  users: Map<string, AppliedObject>,
  at: AppliedObject,
  kind: string,
  name: string,
  path: JsonPath,
): Iterable<TreeFinding> {
  const key = `${kind}/${at.id.namespace ?? ''}/${name}`;
  const first = users.get(key);
  users.set(key, first ?? at);
  if (first === undefined || first === at) return;
  const message = `${kind} ${name} already makes the password of ${formatResourceId(first.id)}, and makes another one here`;
  yield { at, path, message };
}

/** 0 is never; so is a year, in practice. Go's form: `8760h`, `8760h0m0s`. */
function isNever(interval: string): boolean {
  if (/^0+[a-z]*$/.test(interval)) return true;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  const parts = [...interval.matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[String(unit)] ?? 0), 0) >= A_YEAR;
}
