import type { JsonObject } from '../model/json.js';
import { CONTAINER_LISTS, POD_TEMPLATES } from '../model/pods.js';
import { field, isMap } from './kustomize/built.js';
import type { AppliedObject, JsonPath, TreeView } from './tree/view.js';

/** A pod, or the template of pods, that an object of the tree holds. */
export interface PodTemplate {
  readonly owner: AppliedObject;
  /** Namespace that its pods run in; empty where the object names none. */
  readonly namespace: string;
  /** Where the template is: its `metadata` and `spec` are below. Empty for a Pod. */
  readonly path: JsonPath;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: JsonObject;
}

/** A container of a pod. */
export interface PodContainer {
  readonly list: (typeof CONTAINER_LISTS)[number];
  readonly name: string;
  readonly container: JsonObject;
  /** From the template: `spec.containers[0]`. */
  readonly path: JsonPath;
}

/** Where each kind holds its pods, by `group/kind`. */
const TEMPLATES: Readonly<Record<string, JsonPath>> = {
  ...POD_TEMPLATES,
  'argoproj.io/Rollout': ['spec', 'template'],
  'keda.sh/ScaledJob': ['spec', 'jobTargetRef', 'template'],
};

const found = new WeakMap<TreeView, readonly PodTemplate[]>();

/** Every pod and pod template of a tree, whatever kind holds it. What a chart or an operator makes is not among them. */
export function podsOf(view: TreeView): readonly PodTemplate[] {
  let pods = found.get(view);
  if (pods === undefined) {
    pods = Object.keys(TEMPLATES).flatMap((kind) => {
      const slash = kind.lastIndexOf('/');
      return view.index.ofKind(kind.slice(0, slash), kind.slice(slash + 1)).flatMap((owner) => podOf(owner) ?? []);
    });
    found.set(view, pods);
  }
  return pods;
}

/** The pod template of an object; undefined for a kind that has none, or one that is broken. */
export function podOf(owner: AppliedObject): PodTemplate | undefined {
  const path = TEMPLATES[`${owner.id.group}/${owner.id.kind}`];
  if (path === undefined) return undefined;
  const template = field(owner.object, ...(path as string[]));
  const spec = field(template, 'spec');
  if (!isMap(spec)) return undefined;
  return {
    owner,
    namespace: owner.id.namespace ?? '',
    path,
    labels: textsIn(field(template, 'metadata', 'labels')),
    annotations: textsIn(field(template, 'metadata', 'annotations')),
    spec,
  };
}

/** Many rules ask for the same. */
const containersIn = new WeakMap<JsonObject, readonly PodContainer[]>();

/** Containers of a pod: those that run first, those that run, and those that a person adds to it. */
export function containersOf({ spec }: Pick<PodTemplate, 'spec'>): readonly PodContainer[] {
  let found = containersIn.get(spec);
  if (found === undefined) {
    found = CONTAINER_LISTS.flatMap((list) => listed(list, spec[list]));
    containersIn.set(spec, found);
  }
  return found;
}

function listed(list: PodContainer['list'], containers: unknown): PodContainer[] {
  if (!Array.isArray(containers)) return [];
  return containers.flatMap((container: unknown, index): PodContainer[] => {
    if (!isMap(container)) return [];
    const name = typeof container.name === 'string' ? container.name : `${list}[${index}]`;
    return [{ list, name, container, path: ['spec', list, index] }];
  });
}

/** Whether a Service's selector picks a pod. An empty one picks none. */
export function selectsPod(selector: unknown, { labels }: Pick<PodTemplate, 'labels'>): boolean {
  if (!isMap(selector)) return false;
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** The members of a map that are text. */
function textsIn(value: unknown): Record<string, string> {
  const members = Object.entries(isMap(value) ? value : {});
  return Object.fromEntries(members.filter((member): member is [string, string] => typeof member[1] === 'string'));
}
