import { readMarkedValues } from '../../flux/image-policy-marker.js';
import { field } from '../../flux/kustomize/built.js';
import { joinPath } from '../../flux/kustomize/paths.js';
import { presence } from '../../flux/presence/presence.js';
import { fluxObjects, IMAGE_GROUP } from '../../flux/tree/flux-objects.js';
import type { TreeFinding, TreeSource, TreeView } from '../../flux/tree/view.js';
import { hintForUnknown } from '../../model/names.js';
import { ownFiles } from '../kustomize/tree-files.js';
import type { TreeRule } from '../tree-rule.js';

const TOKEN = '$imagepolicy';
const FORM = /^[^:/]+:[^:/]+(?::(?:name|tag|digest))?$/;

/** A marker that leads nowhere is a comment: the image stays as it is, without a word (trap 16). */
export const imagePolicyMarker: TreeRule = {
  name: 'image-policy-marker',
  severity: 'error',
  description:
    'A $imagepolicy marker names a policy that is not there, or no ImageUpdateAutomation of its namespace looks at the file: the image is never updated, and nothing says so.',
  remediation: 'name namespace and policy, and let update.path of an automation in that namespace cover the file',
  sources: ['S1-50', 'S1-51', 'trap 16', 'VERIFIED: image automation'],
  *check(view) {
    for (const source of ownFiles(view)) {
      if (source.text.includes(TOKEN) && /\.ya?ml$/.test(source.path)) yield* markers(view, source);
    }
  },
};

function* markers(view: TreeView, { path: file, text }: TreeSource): Iterable<TreeFinding> {
  const lines = text.split('\n').flatMap((line, index) => (line.includes(TOKEN) ? [{ line, number: index + 1 }] : []));
  const found = readMarkedValues(text).map(({ marker }) => marker);
  for (const { line, number } of lines) {
    const marker = found.find((one) => line.includes(`"${one}"`));
    const at = { file, line: number };
    if (marker === undefined || !FORM.test(marker)) {
      const hint = 'write # {"$imagepolicy": "namespace:policy"} at the end of the line of the value';
      yield { at, message: 'a marker that Flux cannot read, or one without a value on its line', hint };
    } else yield* marked(view, at, marker);
  }
}

function* marked(view: TreeView, at: { file: string; line: number }, marker: string): Iterable<TreeFinding> {
  const [namespace = '', name = '', part] = marker.split(':');
  const kind = { group: IMAGE_GROUP, kind: 'ImagePolicy', namespace };
  const policy = presence(view).get({ ...kind, name });
  if (policy === undefined) {
    const hint = hintForUnknown(name, presence(view).names(kind));
    yield { at, message: `names ImagePolicy ${namespace}/${name}, which nothing brings`, hint };
    return;
  }
  const reflection = field(policy.object?.object, 'spec', 'digestReflectionPolicy') ?? 'Never';
  if (part === 'digest' && policy.object !== undefined && reflection === 'Never') {
    const hint = 'set digestReflectionPolicy: IfNotPresent';
    yield { at, message: `asks for the digest, which ImagePolicy ${namespace}/${name} does not look up`, hint };
  }
  const automations = fluxObjects(view, IMAGE_GROUP, 'ImageUpdateAutomation').filter(
    (one) => one.id.namespace === namespace,
  );
  const paths = automations.map(
    ({ object }) => joinPath('', String(field(object, 'spec', 'update', 'path') ?? '')) ?? '',
  );
  if (paths.some((path) => path === '' || at.file.startsWith(`${path}/`))) return;
  const where =
    paths.length === 0
      ? `no ImageUpdateAutomation is in ${namespace}`
      : `those in ${namespace} look at ${paths.join(', ')}`;
  yield { at, message: `nothing updates this image: ${where}` };
}
