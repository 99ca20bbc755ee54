import type { SealedFile } from '../../model/secret.js';
import { clearPart } from '../../secrets/file/secret-manifest.js';
import { fieldPath, formatFieldPath, type ShownFile } from '../../secrets/file/shown-file.js';
import { secretId } from '../../secrets/problem.js';
import {
  BOUND_TO_ANNOTATION,
  CERTIFICATE_ANNOTATION,
  CONSTANTS_ANNOTATION,
} from '../../secrets/sealed-secrets/annotations.js';
import type { Rule } from '../rule.js';
import { atSecret, shownFiles } from './shown-files.js';

/**
 * The MAC of SOPS does not see a renamed field, and kustomize-controller checks no MAC at all: so a Secret could be
 * moved to another namespace or become another kind, and Flux would apply it (S2-08, traps 35 and 87).
 */
export const sealedClearPart: Rule = {
  name: 'sealed-clear-part',
  severity: 'error',
  description:
    'What a sealed file shows in clear is what its declaration says: kind, names, type, labels, annotations.',
  remediation: 'bring it up to the charts with npm run secrets -- init --age-key FILE, or restore it from Git',
  check: (input) =>
    shownFiles(input).flatMap((shown) => atSecret(input, shown.file, differences(shown.clear, expected(shown)))),
};

interface Expected {
  readonly fields: ReadonlyMap<string, string>;
  /** Fields that the secrets command keeps its own records in. */
  readonly free: ReadonlySet<string>;
}

function differences(clear: ShownFile['clear'], { fields, free }: Expected): string[] {
  const problems: string[] = [];
  for (const [path, text] of fields) {
    if (!clear.has(path)) problems.push(`${formatFieldPath(path)} is missing`);
    else if (clear.get(path) !== text) problems.push(`${formatFieldPath(path)} is not what the charts declare`);
  }
  for (const [path, text] of clear) {
    if (fields.has(path)) continue;
    if (!free.has(path)) problems.push(`${formatFieldPath(path)} is in the file, and the charts do not declare it`);
    else if (text === undefined) problems.push(`${formatFieldPath(path)} is no text`);
  }
  return problems;
}

function expected({ file, standIns }: ShownFile): Expected {
  return file.certificate === undefined ? ofSops(file, standIns) : ofController(file, standIns);
}

function ofSops({ declaration }: SealedFile, standIns: readonly string[]): Expected {
  return { fields: flatten(clearPart(declaration, standIns)), free: new Set() };
}

function ofController({ declaration }: SealedFile, standIns: readonly string[]): Expected {
  const { name, namespace } = declaration;
  const { metadata, type } = clearPart(declaration, standIns);
  const annotations = {
    'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
    [BOUND_TO_ANNOTATION]: secretId(declaration),
  };
  const fields = flatten({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name, namespace, annotations },
    spec: { template: { metadata, type } },
  });
  const records = [CERTIFICATE_ANNOTATION, CONSTANTS_ANNOTATION];
  return { fields, free: new Set(records.map((record) => fieldPath('metadata', 'annotations', record))) };
}

function flatten(value: object, path: readonly string[] = []): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([name, child]): [string, string][] =>
      typeof child === 'string' ? [[fieldPath(...path, name), child]] : [...flatten(child as object, [...path, name])],
    ),
  );
}
