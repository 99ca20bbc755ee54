import { field, isMap } from '../../kustomize/built.js';
import type { Bringer, Brought } from '../brought.js';
import { textAt } from '../facts.js';

const GROUP = 'k8s.mariadb.com';

/** Services and Secrets of the MariaDB operator. */
export const MARIADB: readonly Bringer[] = [
  {
    group: GROUP,
    kind: 'MariaDB',
    *brings({ id: { name }, object: { spec } }) {
      for (const suffix of ['', '-internal', '-primary', '-secondary']) {
        yield { kind: 'Service', name: `${name}${suffix}`, ports: [3306, 'mariadb'] };
      }
      if (field(spec, 'metrics', 'enabled') === true) yield { kind: 'Service', name: `${name}-metrics` };
      yield { kind: 'ServiceAccount', name: textAt(spec, 'serviceAccountName') ?? name };
      if (field(spec, 'rootPasswordSecretKeyRef') === undefined && field(spec, 'rootEmptyPassword') !== true) {
        yield { kind: 'Secret', name: `${name}-root`, keys: ['password'] };
      }
      yield* generated(spec);
    },
  },
  {
    group: GROUP,
    kind: 'User',
    *brings({ object: { spec } }) {
      yield* generated(spec);
    },
  },
  {
    group: GROUP,
    kind: 'Connection',
    *brings({ id, object: { spec } }) {
      yield { kind: 'Secret', name: textAt(spec, 'secretName') ?? id.name };
    },
  },
];

/** Passwords that are to be made where they are missing: `{name, key, generate: true}`. */
function* generated(spec: unknown): Iterable<Brought> {
  for (const ref of Object.values(isMap(spec) ? spec : {})) {
    const [name, key] = [textAt(ref, 'name'), textAt(ref, 'key')];
    if (field(ref, 'generate') !== true || name === undefined) continue;
    yield { kind: 'Secret', name, keys: [key ?? 'password'] };
  }
}
