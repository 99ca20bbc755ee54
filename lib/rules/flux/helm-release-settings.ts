import { field } from '../../flux/kustomize/built.js';
import { HELM_GROUP } from '../../flux/presence/releases.js';
import type { JsonObject } from '../../model/json.js';
import { oddOnesOut } from '../odd-ones-out.js';
import type { TreeRule } from '../tree-rule.js';

/** Settings that one can do without: where they are, whether a release lacks them, and what happens then. */
const LEFT_TO_HELM = [
  {
    path: ['spec', 'install'],
    lacks: ({ spec }: JsonObject) => !triesAgain(field(spec, 'install')),
    fact: 'a failed install is left as it is: neither remediation nor strategy tries again',
  },
  {
    path: ['spec', 'upgrade'],
    lacks: ({ spec }: JsonObject) => !triesAgain(field(spec, 'upgrade')),
    fact: 'a failed upgrade is left as it is: neither remediation nor strategy tries again',
  },
  {
    path: ['spec', 'upgrade', 'crds'],
    lacks: ({ spec }: JsonObject) => field(spec, 'upgrade', 'crds') === undefined,
    fact: 'is not set, so that definitions stay at the version of the first installation',
  },
];

/** Helm's defaults leave a failed release as it is, and definitions at the version of the first installation. */
export const helmReleaseSettings: TreeRule = {
  name: 'helm-release-settings',
  severity: 'warning',
  description:
    'A HelmRelease says nothing of failures (by default one is left alone), of the definitions in its chart (by default never upgraded), of its name (which depends on the target namespace) or of its interval.',
  remediation:
    'set interval, install and upgrade with crds: CreateReplace and a strategy or remediation, and releaseName',
  sources: ['DC-14', 'VERIFIED: HelmRelease, sources'],
  *check({ index, settings: { declared } }) {
    const releases = index.ofKind(HELM_GROUP, 'HelmRelease');
    for (const { path, lacks, fact } of LEFT_TO_HELM) {
      yield* oddOnesOut(declared, {
        among: releases,
        lacking: releases.filter(({ object }) => lacks(object)),
        finding: (at) => ({ at, path, message: fact }),
        convention: (count, of) => `in ${count} of the tree's ${of} HelmReleases: ${fact}`,
      });
    }
    for (const at of releases) {
      const spec = field(at.object, 'spec');
      if (field(spec, 'interval') === undefined) {
        yield { at, path: ['spec', 'interval'], message: 'is not set', severity: 'error' };
      }
      const target = field(spec, 'targetNamespace');
      if (typeof target === 'string' && target !== at.id.namespace && field(spec, 'releaseName') === undefined) {
        const message = `is not set, so that the release is called ${target}-${at.id.name}`;
        yield { at, path: ['spec', 'releaseName'], message };
      }
    }
  },
};

function triesAgain(action: unknown): boolean {
  const retries = field(action, 'remediation', 'retries');
  return field(action, 'strategy', 'name') === 'RetryOnFailure' || (retries !== undefined && retries !== 0);
}
