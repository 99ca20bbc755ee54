import { chartInstalls } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { isMap, mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { Positions } from '../../secrets/leaks/position.js';
import { reasonAt } from '../../secrets/leaks/suppression.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';
import { isPublicText, isSecretValue, secretsInText } from './clear-values.js';

/** What Git has seen once is known for ever (S4-09, S1-101). */
export const plaintextSecret: TreeRule = {
  name: 'plaintext-secret',
  severity: 'error',
  description:
    'A Secret, a variable, a chart’s value or a ConfigMap holds a password, token or key in clear. Everybody who can read the repository has it, and so has its history for ever.',
  remediation:
    'seal it (npm run secrets -- init), or bring it by an ExternalSecret; change the value if it was ever pushed',
  sources: ['S4-09', 'S1-101', 'DC-08', 'trap 79'],
  *check(view) {
    for (const finding of findings(view)) if (!isAllowed(finding, view)) yield finding.found;
  },
};

interface ClearValue {
  readonly found: TreeFinding & { readonly at: AppliedObject };
  /** To find the place where it may be allowed; never shown. */
  readonly value: string;
}

function* findings(view: TreeView): Generator<ClearValue> {
  yield* inSecrets(view);
  yield* inVariables(view);
  yield* inCharts(view);
  yield* inConfigMaps(view);
}

function* inSecrets({ index }: TreeView): Generator<ClearValue> {
  for (const at of index.ofKind('', 'Secret')) {
    if (at.sealed) continue;
    for (const part of ['data', 'stringData'] as const) {
      const values = at.object[part];
      for (const [key, value] of Object.entries(isMap(values) ? values : {})) {
        if (typeof value !== 'string') continue;
        const clear = part === 'data' ? Buffer.from(value, 'base64').toString('utf8') : value;
        if (clear.trim() === '' || isPublicText(key, clear)) continue;
        yield { value, found: { at, path: [part, key], message: `key "${key}" stands in clear` } };
      }
    }
  }
}

function* inVariables(view: TreeView): Generator<ClearValue> {
  for (const pod of podsOf(view)) {
    for (const { container, path } of containersOf(pod)) {
      for (const [index, { name, value }] of mapsOf(container.env).entries()) {
        if (typeof name !== 'string' || typeof value !== 'string') continue;
        const at = [...pod.path, ...path, 'env', index, 'value'];
        const message = `variable ${name} is a secret by its name or form, and stands in clear`;
        if (isSecretValue(name, value)) yield { value, found: { at: pod.owner, path: at, message } };
      }
      for (const list of ['command', 'args']) {
        for (const [index, text] of (Array.isArray(container[list]) ? container[list] : []).entries()) {
          if (typeof text !== 'string') continue;
          for (const { value, what } of secretsInText(text)) {
            const message = `${what} stands in clear`;
            yield { value, found: { at: pod.owner, path: [...pod.path, ...path, list, index], message } };
          }
        }
      }
    }
  }
}

function* inCharts(view: TreeView): Generator<ClearValue> {
  for (const { at, values, valuesPath } of chartInstalls(view)) {
    for (const { key, value, path, map } of walkValues(values)) {
      if (typeof value !== 'string') continue;
      // `{name: X_TOKEN, value: …}`, as lists of variables have it.
      const name = key === 'value' && typeof map.name === 'string' ? map.name : key;
      if (!isSecretValue(name, value)) continue;
      const message = `value "${name}" is a secret by its name or form, and stands in clear`;
      yield { value, found: { at, path: valuePath(valuesPath, path), message } };
    }
  }
}

function* inConfigMaps({ index }: TreeView): Generator<ClearValue> {
  for (const at of index.ofKind('', 'ConfigMap')) {
    const { data } = at.object;
    for (const [key, text] of Object.entries(isMap(data) ? data : {})) {
      if (typeof text !== 'string' || text === '') continue;
      if (isSecretValue(key, text)) {
        yield { value: text, found: { at, path: ['data', key], message: `key "${key}" stands in clear` } };
        continue;
      }
      for (const { value, what } of secretsInText(text)) {
        yield { value, found: { at, path: ['data', key], message: `${what} stands in clear` } };
      }
    }
  }
}

/** Whether the place says, in a comment with its reason, that this is no secret (`leak-ok:`). */
function isAllowed({ found: { at }, value }: ClearValue, { sources }: TreeView): boolean {
  const text = sources.get(at.document.file)?.text;
  if (text === undefined || !text.includes('leak-ok:')) return false;
  const offset = text.indexOf(value);
  if (offset === -1) return false;
  const positions = new Positions(text);
  return reasonAt(positions, positions.of(offset).line, [value]) !== undefined;
}
