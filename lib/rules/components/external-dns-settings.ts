import { installsOf } from '../../flux/helm/chart-installs.js';
import { textsOf } from '../../flux/kustomize/built.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

/** external-dns does not fail: it leaves records alone that should change, or changes those of others. */
export const externalDnsSettings: TreeRule = {
  name: 'external-dns-settings',
  severity: 'warning',
  description:
    'external-dns leaves it to its version which annotations it reads (the prefix changes with 0.22), never removes a record (its chart’s default), or removes records without a mark of its own to tell them from those of others.',
  remediation: 'set annotationPrefix, policy: sync, and txtOwnerId to a name that no other cluster has',
  sources: ['S1-11', 'S1-29', 'trap 10', 'VERIFIED: external-dns'],
  *check(view) {
    for (const { at, values, valuesPath } of installsOf(view, ['external-dns'])) {
      const place = (name: string) => ({ at, path: valuePath(valuesPath, [name]) });
      const extra = textsOf(values.extraArgs).join(' ');
      const has = (name: string, flag: string) => (values[name] ?? '') !== '' || extra.includes(`--${flag}`);
      if (!has('annotationPrefix', 'annotation-prefix')) {
        yield { ...place('annotationPrefix'), message: 'does not say which annotations it reads' };
      }
      const registry = values.registry ?? 'txt';
      if (registry === 'txt' && !has('txtOwnerId', 'txt-owner-id')) {
        const message = 'marks its records with no name of its own, so that another cluster takes them for its own';
        yield { ...place('txtOwnerId'), message };
      }
      if (registry === 'noop' && values.policy === 'sync') {
        const message = 'removes every record that it does not know, since it marks none (registry noop, policy sync)';
        yield { ...place('policy'), message, severity: 'error' };
      }
      if (has('policy', 'policy')) continue;
      yield { ...place('policy'), message: 'never removes a record: its chart’s policy is upsert-only' };
    }
  },
};
