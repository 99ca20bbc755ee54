import type { TreeDocument, TreeFinding } from '../../flux/tree/view.js';
import { apiGroup } from '../../model/manifest.js';
import { KINDS } from '../../schemas/kinds/kustomize.config.k8s.io.js';
import { zodProblems } from '../../schemas/zod-problems.js';
import type { TreeRule } from '../tree-rule.js';
import { isConfigFile, ownFiles } from './tree-files.js';

const VERSIONS: Readonly<Record<string, string>> = {
  Kustomization: 'kustomize.config.k8s.io/v1beta1',
  Component: 'kustomize.config.k8s.io/v1alpha1',
};

/** kustomize reads its own file strictly: one unknown field, and nothing of the folder is applied. */
export const kustomizeConfig: TreeRule = {
  name: 'kustomize-config',
  severity: 'error',
  description:
    'A kustomization.yaml has a field that kustomize does not know, a value of another type, or another kind: kustomize refuses the whole folder.',
  remediation: 'write it as kustomize wants it',
  sources: ['DC-15', 'trap 76'],
  *check(view) {
    for (const { path, documents } of ownFiles(view)) {
      if (isConfigFile(path)) for (const document of documents) yield* problems(document);
    }
  },
};

function* problems(at: TreeDocument): Iterable<TreeFinding> {
  const { apiVersion, kind = 'Kustomization', metadata: _, ...config } = at.object;
  const group = typeof apiVersion === 'string' ? apiGroup(apiVersion) : undefined;
  const version = typeof kind === 'string' ? VERSIONS[kind] : undefined;
  if (group === 'kustomize.toolkit.fluxcd.io') {
    const hint = 'call the file ks.yaml, and list it in a kustomization.yaml';
    yield { at, path: ['apiVersion'], message: 'is a Kustomization of Flux, in a file that kustomize reads', hint };
    return;
  }
  if (version === undefined) {
    yield { at, path: ['kind'], message: `is ${String(kind)}, not Kustomization or Component` };
    return;
  }
  if (apiVersion !== undefined && apiVersion !== version) {
    yield { at, path: ['apiVersion'], message: `is "${String(apiVersion)}", and ${kind} has ${version}` };
  }
  for (const { path, message, hint } of zodProblems(KINDS.Kustomization.schema, config)) {
    yield { at, path, message, ...(hint === undefined ? {} : { hint }) };
  }
}
