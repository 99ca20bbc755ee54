import { field, mapsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** A generator makes another value at each refresh: whoever has the old one is locked out (trap 63). */
export const generatedSecretRefresh: TreeRule = {
  name: 'generated-secret-refresh',
  severity: 'error',
  description:
    'An ExternalSecret takes a password from a generator and refreshes it in less than a month: each time there is another password, while database and app keep the one that they started with. Two ExternalSecrets that use one generator each get a password of their own.',
  remediation: 'refreshInterval: 8760h, or refreshPolicy: CreatedOnce; copy the Secret instead of generating it twice',
  sources: ['S3-14', 'S3-15', 'trap 63'],
  *check({ index }) {
    const users = new Map<string, AppliedObject>();
    for (const at of index.ofKind('external-secrets.io', 'ExternalSecret')) {
      for (const { path, kind, name } of generatorsOf(at)) {
        yield* tooOften(at);
        if (kind !== 'Password' && kind !== 'UUID') continue;
        const key = `${at.id.namespace}/${kind}/${name}`;
        const other = users.get(key);
        users.set(key, at);
        if (other === undefined || other === at) continue;
        const message = `generator "${name}" also makes values for "${other.id.name}", and other ones`;
        yield { at, path, message, severity: 'warning' };
      }
    }
  },
};

interface Generator {
  readonly path: readonly (string | number)[];
  readonly kind: string;
  readonly name: string;
}

function generatorsOf({ object }: AppliedObject): Generator[] {
  return mapsOf(field(object, 'spec', 'dataFrom')).flatMap((from, index) => {
    const reference = field(from, 'sourceRef', 'generatorRef');
    if (reference === undefined) return [];
    const path = ['spec', 'dataFrom', index, 'sourceRef', 'generatorRef'];
    return [{ path, kind: String(field(reference, 'kind')), name: String(field(reference, 'name')) }];
  });
}

const LEAST_HOURS = 24 * 30;

function* tooOften(at: AppliedObject): Iterable<TreeFinding> {
  const { refreshInterval = '1h', refreshPolicy } = (at.object.spec ?? {}) as Record<string, unknown>;
  if (refreshPolicy === 'CreatedOnce' || refreshPolicy === 'OnChange') return;
  const hours = hoursOf(refreshInterval);
  if (hours === undefined || hours === 0 || hours >= LEAST_HOURS) return;
  const message = `makes another value every ${String(refreshInterval)}`;
  yield { at, path: ['spec', 'refreshInterval'], message };
}

const UNITS: Readonly<Record<string, number>> = { h: 1, m: 1 / 60, s: 1 / 3600 };

/** `1h30m`, `0`; undefined for what is none. */
function hoursOf(text: unknown): number | undefined {
  if (text === '0' || text === 0) return 0;
  if (typeof text !== 'string' || !/^(?:\d+[hms])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([hms])/g)].reduce((sum, [, n, unit = '']) => sum + Number(n) * (UNITS[unit] ?? 0), 0);
}
