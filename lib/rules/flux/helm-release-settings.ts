import { field } from '../../flux/kustomize/built.js';
import { HELM_GROUP } from '../../flux/presence/releases.js';
import type { TreeRule } from '../tree-rule.js';

/** Helm's defaults leave a failed release as it is, and definitions at the version of the first installation. */
export const helmReleaseSettings: TreeRule = {
  name: 'helm-release-settings',
  severity: 'warning',
  description:
    'A HelmRelease says nothing of failures (by default one is left alone), of the definitions in its chart (by default never upgraded), of its name (which depends on the target namespace) or of its interval.',
  remediation:
    'set interval, install and upgrade with crds: CreateReplace and a strategy or remediation, and releaseName',
  sources: ['DC-14', 'VERIFIED: HelmRelease, sources'],
  *check({ index }) {
    for (const at of index.ofKind(HELM_GROUP, 'HelmRelease')) {
      const spec = field(at.object, 'spec');
      if (field(spec, 'interval') === undefined) {
        yield { at, path: ['spec', 'interval'], message: 'is not set', severity: 'error' };
      }
      for (const action of ['install', 'upgrade']) {
        const settings = field(spec, action);
        const retries = field(settings, 'remediation', 'retries');
        if (field(settings, 'strategy', 'name') !== 'RetryOnFailure' && (retries === undefined || retries === 0)) {
          const message = `a failed ${action} is left as it is: neither remediation nor strategy tries again`;
          yield { at, path: ['spec', action], message };
        }
      }
      const crds = field(spec, 'upgrade', 'crds');
      if (crds === undefined) {
        const message = 'is not set, so that definitions stay at the version of the first installation';
        yield { at, path: ['spec', 'upgrade', 'crds'], message };
      }
      const target = field(spec, 'targetNamespace');
      if (typeof target === 'string' && target !== at.id.namespace && field(spec, 'releaseName') === undefined) {
        const message = `is not set, so that the release is called ${target}-${at.id.name}`;
        yield { at, path: ['spec', 'releaseName'], message };
      }
    }
  },
};
