import {
  at,
  fieldsOf,
  isMap,
  isPartlyOpen,
  isThere,
  itemsOf,
  type Place,
  type SemanticProblem,
  type Subject,
  textAt,
} from './read.js';

const SELECTING = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet']);

/** Selectors that must match the pods' own labels, restart policies, and update strategies. */
export function* checkWorkloads({ id, root, template }: Subject): Generator<SemanticProblem> {
  if (template === undefined) return;
  if (SELECTING.has(id)) {
    yield* checkSelector(at(root, 'spec', 'selector'), at(template, 'metadata', 'labels'));
    const policy = at(template, 'spec', 'restartPolicy');
    const text = textAt(policy);
    if (text !== undefined && text !== 'Always')
      yield { path: policy.path, message: `is ${text}; only Always is allowed here` };
  }
  if (id === 'batch/Job' || id === 'batch/CronJob') yield* checkJob(template);
  const strategy = at(root, 'spec', 'strategy');
  if (at(strategy, 'type').value === 'Recreate' && isThere(at(strategy, 'rollingUpdate'))) {
    yield { path: at(strategy, 'rollingUpdate').path, message: 'is set, but the strategy is Recreate' };
  }
}

function* checkJob(template: Place): Generator<SemanticProblem> {
  const policy = at(template, 'spec', 'restartPolicy');
  if (policy.value === undefined || policy.value === 'Always') {
    const message = policy.value === undefined ? 'has no restartPolicy' : 'is Always';
    const path = policy.value === undefined ? at(template, 'spec').path : policy.path;
    yield {
      path,
      message: `${message}; a job needs Never or OnFailure`,
      hint: 'set restartPolicy to Never or OnFailure',
    };
  }
}

function* checkSelector(selector: Place, labels: Place): Generator<SemanticProblem> {
  if (isPartlyOpen(labels.value) || !isMap(selector.value)) return;
  const own = isMap(labels.value) ? labels.value : {};
  for (const [name, place] of fieldsOf(at(selector, 'matchLabels'))) {
    const { value } = place;
    if (isPartlyOpen(value) || own[name] === value) continue;
    yield { path: place.path, message: `the pod template has no label ${name}=${String(value)}` };
  }
  for (const expression of itemsOf(at(selector, 'matchExpressions'))) {
    const key = textAt(at(expression, 'key'));
    const operator = textAt(at(expression, 'operator'));
    if (key === undefined) continue;
    const values = itemsOf(at(expression, 'values')).map(({ value }) => value);
    const present = own[key] !== undefined;
    const inside = present && values.includes(own[key]);
    const fits = { In: inside, NotIn: !inside, Exists: present, DoesNotExist: !present }[operator ?? ''] ?? true;
    if (!fits) yield { path: expression.path, message: `the pod template’s labels do not fit "${key} ${operator}"` };
  }
}
