import { isOpen } from '../check/problem.js';
import { at, fieldsOf, isThere, type Place, type SemanticProblem, type Subject, textAt } from './read.js';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const DATA_KEY = /^[-._a-zA-Z0-9]+$/;
/** Objects that etcd takes are no larger; their data is most of it. */
const DATA_LIMIT = 1 << 20;

/** How an object of a kind may be called. A kind that is not here bears a DNS subdomain. */
const NAMES: Readonly<Record<string, { readonly pattern: RegExp; readonly length: number; readonly is: string }>> = {
  '/Namespace': { pattern: LABEL, length: 63, is: 'a DNS label' },
  '/Service': { pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/, length: 63, is: 'a DNS label that starts with a letter' },
  'batch/CronJob': { pattern: SUBDOMAIN, length: 52, is: 'a DNS subdomain' },
  ...Object.fromEntries(
    ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map((kind) => [
      `rbac.authorization.k8s.io/${kind}`,
      { pattern: /^(?!\.{1,2}$)[^/%]+$/, length: 253, is: 'a path segment' },
    ]),
  ),
};
const DEFAULT_NAME = { pattern: SUBDOMAIN, length: 253, is: 'a DNS subdomain: lower case, digits, - and .' };

/** Names, labels and annotations, of an object and of the pods that it makes. */
export function* checkNames({ id, root, template }: Subject): Generator<SemanticProblem> {
  const metadata = at(root, 'metadata');
  const name = at(metadata, 'name');
  const { pattern, length, is } = NAMES[id] ?? DEFAULT_NAME;
  const text = textAt(name);
  if (!isThere(name) && !isThere(at(metadata, 'generateName'))) yield { path: metadata.path, message: 'has no name' };
  else if (text !== undefined && !pattern.test(text)) yield { path: name.path, message: `"${text}" is not ${is}` };
  else if (text !== undefined && text.length > length) {
    yield { path: name.path, message: `is longer than ${length} characters` };
  }
  const namespace = at(metadata, 'namespace');
  const space = textAt(namespace);
  if (space !== undefined && (!LABEL.test(space) || space.length > 63)) {
    yield { path: namespace.path, message: `"${space}" is not a DNS label` };
  }
  for (const place of template === undefined ? [metadata] : [metadata, at(template, 'metadata')]) {
    yield* checkLabels(at(place, 'labels'));
    for (const [key, entry] of fieldsOf(at(place, 'annotations'))) yield* checkKey(key, entry);
  }
  if (id === '/ConfigMap' || id === '/Secret') yield* checkData(root);
}

function* checkLabels(labels: Place): Generator<SemanticProblem> {
  for (const [key, place] of fieldsOf(labels)) {
    yield* checkKey(key, place);
    const value = textAt(place);
    if (value === undefined) continue;
    if (!LABEL_VALUE.test(value)) yield { path: place.path, message: `"${value}" is no label value` };
    else if (value.length > 63) yield { path: place.path, message: 'is longer than 63 characters' };
  }
}

/** `name` or `prefix/name`. */
function* checkKey(key: string, place: Place): Generator<SemanticProblem> {
  if (isOpen(key)) return;
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefix = slash === -1 ? undefined : key.slice(0, slash);
  const fits = QUALIFIED.test(name) && name.length <= 63 && (prefix === undefined || SUBDOMAIN.test(prefix));
  if (!fits) yield { path: place.path, message: `"${key}" is no key of a label or annotation` };
}

function* checkData(root: Place): Generator<SemanticProblem> {
  let size = 0;
  for (const [field, place] of fieldsOf(root)) {
    if (field !== 'data' && field !== 'binaryData' && field !== 'stringData') continue;
    for (const [key, entry] of fieldsOf(place)) {
      size += typeof entry.value === 'string' ? entry.value.length : 0;
      if (!isOpen(key) && (!DATA_KEY.test(key) || key.length > 253)) {
        yield { path: entry.path, message: `"${key}" is no key of a ${String(at(root, 'kind').value)}` };
      }
    }
  }
  if (size > DATA_LIMIT) yield { path: [], message: 'holds more than 1 MiB' };
}
