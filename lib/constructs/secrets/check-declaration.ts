import { variablesIn } from '../../flux/substitution.js';
import type { SecretDeclaration, SecretKey } from '../../model/secret.js';
import { dnsSubdomain } from '../format.js';
import type { Unit } from '../unit.js';

/** What Kubernetes takes as a key of a Secret; `.` and `..` are no file names. */
const KEY = /^(?!\.{1,2}$)(?!\.\.)[-._a-zA-Z0-9]{1,253}$/;

/** Keys that Kubernetes demands of a Secret of some type: one of each list. */
const DEMANDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
};

/**
 * Reports what Kubernetes would refuse of a declared secret, and constants and placeholders that their own schema
 * refuses. Never shows a value.
 */
export function checkDeclaration(unit: Unit, { name, type, keys }: SecretDeclaration): void {
  unit.expect(dnsSubdomain, 'DeclaredSecret name', name);
  const report = (message: string, hint: string) =>
    unit.report({ code: 'SECRET_DECLARATION', field: `DeclaredSecret ${name}`, message, hint });
  for (const [key, declared] of Object.entries(keys)) {
    if (!KEY.test(key)) report(`"${key}" is no valid key`, 'letters, digits, "-", "_" and "."');
    const refusal = refusalOf(unit, declared);
    if (refusal !== undefined) report(`key "${key}": ${refusal}`, 'make it satisfy the schema of its key');
  }
  for (const choices of DEMANDED[type] ?? []) {
    if (choices.some((key) => Object.hasOwn(keys, key))) continue;
    report(`type ${type} demands the key ${choices.map((key) => `"${key}"`).join(' or ')}`, 'another key or type');
  }
}

/** Only constants and placeholders are known to the charts. */
function refusalOf(unit: Unit, { source, schema }: SecretKey): string | undefined {
  if (source.from === 'generated' && !(source.length > 0)) return 'it is generated with no characters at all';
  if (source.from === 'random-bytes' && !(source.bytes > 0)) return 'it is generated with no bytes at all';
  if (source.from !== 'given' && source.from !== 'asked') return undefined;
  const text = source.from === 'given' ? source.value : source.placeholder;
  const unknown = variablesIn(text).some((variable) => unit.cluster.knownVariables.get(variable) === undefined);
  if (unknown) return undefined;
  const filled = unit.cluster.fill(text);
  const isFine = schema === undefined ? filled !== '' : schema.safeParse(filled).success;
  return isFine ? undefined : `its ${source.from === 'given' ? 'constant' : 'placeholder'} is refused by its schema`;
}
