import { installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap, textsOf } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import type { JsonPath, TreeFinding } from '../../flux/tree/view.js';
import { hintForUnknown } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

const MOUNTED = /^\/etc\/alertmanager\/(secrets|configmaps)\/([^/]+)\/(.+)$/;

/** Files that Alertmanager reads addresses and passwords from. */
export const alertmanagerFiles: TreeRule = {
  name: 'alertmanager-files',
  severity: 'error',
  description:
    'A receiver of Alertmanager reads its address or password from a file of a Secret that is not mounted, or has no ' +
    'such key: every notification fails, and nobody is told of that.',
  remediation: 'list the Secret in alertmanagerSpec.secrets, and name one of its keys',
  sources: ['S1-86', 'trap 28'],
  *check(view) {
    for (const { at, namespace, values, valuesPath } of installsOf(view, ['kube-prometheus-stack'])) {
      const spec = field(values, 'alertmanager', 'alertmanagerSpec');
      const start: JsonPath = ['alertmanager', 'config'];
      for (const { file, path } of filesIn(field(values, ...(start as string[])), start)) {
        const [, list = '', name = '', key = ''] = MOUNTED.exec(file) ?? [];
        if (list === '') continue;
        const finding = (message: string, hint?: string): TreeFinding => ({
          at,
          path: valuePath(valuesPath, path),
          message,
          ...(hint === undefined ? {} : { hint }),
        });
        const mounted = textsOf(field(spec, list === 'secrets' ? 'secrets' : 'configMaps'));
        if (!mounted.includes(name)) {
          yield finding(`reads ${file}, and ${name} is not mounted`, hintForUnknown(name, mounted));
          continue;
        }
        const kind = list === 'secrets' ? 'Secret' : 'ConfigMap';
        const keys = presence(view).get({ group: '', kind, namespace, name })?.keys;
        if (keys === undefined || keys.has(key)) continue;
        yield finding(`reads ${file}, and ${kind} ${name} has no key "${key}"`, hintForUnknown(key, keys));
      }
    }
  },
};

function* filesIn(value: unknown, path: JsonPath): Generator<{ readonly file: string; readonly path: JsonPath }> {
  if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* filesIn(one, [...path, index]);
  else if (isMap(value)) {
    for (const [key, one] of Object.entries(value)) {
      if (key.endsWith('_file') && typeof one === 'string') yield { file: one, path: [...path, key] };
      else yield* filesIn(one, [...path, key]);
    }
  }
}
