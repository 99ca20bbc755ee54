import { textAt } from '../../flux/presence/facts.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { type Mention, missingObject } from './missing-object.js';

const GROUP = 'cert-manager.io';
const ANNOTATIONS = [
  ['cert-manager.io/issuer', 'Issuer'],
  ['cert-manager.io/cluster-issuer', 'ClusterIssuer'],
] as const;
const ANNOTATED = [
  ['networking.k8s.io', 'Ingress'],
  ['gateway.networking.k8s.io', 'Gateway'],
] as const;

/** Issuers that Certificates and annotations ask for. */
export const issuerReference: TreeRule = {
  name: 'issuer-reference',
  severity: 'error',
  description: 'A certificate is asked of an Issuer or ClusterIssuer that nothing brings: it is never issued.',
  remediation: 'correct kind and name (an Issuer is of its namespace alone), or declare who brings it as external',
  sources: ['S2-24', 'S2-37', 'S3-60'],
  *check(view) {
    for (const at of view.index.ofKind(GROUP, 'Certificate')) yield* missing(view, ofCertificate(at));
    for (const [group, kind] of ANNOTATED) {
      for (const at of view.index.ofKind(group, kind)) yield* missing(view, ofAnnotations(at));
    }
  },
};

function* missing(view: TreeView, mentions: Iterable<Mention>) {
  for (const mention of mentions) yield* missingObject(view, mention);
}

function* ofCertificate(at: AppliedObject): Iterable<Mention> {
  const name = textAt(at.object, 'spec', 'issuerRef', 'name');
  const group = textAt(at.object, 'spec', 'issuerRef', 'group') ?? GROUP;
  const kind = textAt(at.object, 'spec', 'issuerRef', 'kind') ?? 'Issuer';
  // Issuers of other groups belong to controllers that nobody here knows.
  if (name !== undefined && group === GROUP) yield mention(at, ['spec', 'issuerRef', 'name'], kind, name);
}

function* ofAnnotations(at: AppliedObject): Iterable<Mention> {
  for (const [annotation, kind] of ANNOTATIONS) {
    const name = textAt(at.object, 'metadata', 'annotations', annotation);
    if (name !== undefined) yield mention(at, ['metadata', 'annotations', annotation], kind, name);
  }
}

function mention(at: AppliedObject, path: Mention['path'], kind: string, name: string): Mention {
  const { namespace } = at.id;
  const own = kind === 'Issuer' && namespace !== undefined ? { namespace } : {};
  return { at, path, target: { group: GROUP, kind, ...own, name } };
}
