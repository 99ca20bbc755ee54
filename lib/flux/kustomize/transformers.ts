import type { Json, JsonObject } from '../../model/json.js';
import { apiGroup } from '../../model/manifest.js';
import { isClusterScoped } from '../../model/scope.js';
import type { TreeDocument } from '../tree/view.js';
import { type Build, field, isMap, mapsOf, withField } from './built.js';
import { annotationSteps, labelSteps } from './labels.js';

/** namespace, prefixes, labels, annotations and images of a kustomization.yaml over all that it has gathered. */
export function transform({ object: config }: TreeDocument, build: Build): void {
  const steps = [
    namespaceStep(config),
    prefixStep(config),
    ...labelSteps(config),
    ...annotationSteps(config),
    ...replicaSteps(config),
    imageStep(config),
  ];
  for (const step of steps) {
    if (step === undefined) continue;
    for (const [index, { document, object }] of build.objects.entries()) {
      build.objects[index] = { document, object: step(object) };
    }
  }
}

const SCALED = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

type Step = ((object: JsonObject) => JsonObject) | undefined;

/** kustomize sets the namespace of every kind that has one, of the default subjects of bindings, and names Namespaces. */
export function namespaceStep({ namespace }: JsonObject): Step {
  if (typeof namespace !== 'string') return undefined;
  return (object) => {
    const group = typeof object.apiVersion === 'string' ? apiGroup(object.apiVersion) : '';
    const kind = String(object.kind);
    if (kind === 'Namespace' && group === '') return withField(object, ['metadata', 'name'], namespace);
    const bound = withSubjects(object, namespace);
    return isClusterScoped(group, kind) ? bound : withField(bound, ['metadata', 'namespace'], namespace);
  };
}

function withSubjects(object: JsonObject, namespace: string): JsonObject {
  if (!/^(?:Cluster)?RoleBinding$/.test(String(object.kind)) || !Array.isArray(object.subjects)) return object;
  const subjects = object.subjects.map((subject: Json) =>
    isMap(subject) && subject.kind === 'ServiceAccount' && subject.name === 'default'
      ? { ...subject, namespace }
      : subject,
  );
  return { ...object, subjects };
}

function prefixStep({ namePrefix = '', nameSuffix = '' }: JsonObject): Step {
  if (namePrefix === '' && nameSuffix === '') return undefined;
  return (object) => {
    const name = field(object, 'metadata', 'name');
    return typeof name === 'string' && object.kind !== 'Namespace'
      ? withField(object, ['metadata', 'name'], `${namePrefix}${name}${nameSuffix}`)
      : object;
  };
}

/** Number of pods of the workloads that have a name. */
function replicaSteps({ replicas }: JsonObject): Exclude<Step, undefined>[] {
  return mapsOf(replicas).map(({ name, count }) => (object) => {
    const scaled = SCALED.has(String(object.kind)) && field(object, 'metadata', 'name') === name;
    return scaled ? withField(object, ['spec', 'replicas'], count) : object;
  });
}

function imageStep({ images }: JsonObject): Step {
  const changes = new Map(mapsOf(images).map((image) => [String(image.name), image]));
  return changes.size === 0 ? undefined : (object) => withImages(object, changes) as JsonObject;
}

/** Images of containers, wherever a pod template stands. */
function withImages(value: Json | undefined, changes: ReadonlyMap<string, JsonObject>): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => withImages(item, changes) as Json);
  if (!isMap(value)) return value;
  const result: Record<string, Json | undefined> = {};
  for (const [key, member] of Object.entries(value)) {
    const inContainers = /^(?:initC|c)ontainers$/.test(key) && Array.isArray(member);
    result[key] = inContainers
      ? member.map((container: Json) => (isMap(container) ? withImage(container, changes) : container))
      : withImages(member, changes);
  }
  return result;
}

function withImage(container: JsonObject, changes: ReadonlyMap<string, JsonObject>): JsonObject {
  const [, name = '', rest = ''] = /^([^@]*?)((?::[^:/@]+)?(?:@.+)?)$/.exec(String(container.image)) ?? [];
  const change = changes.get(name);
  if (change === undefined) return container;
  const { newName = name, newTag, digest } = change;
  const suffix = digest !== undefined ? `@${digest}` : newTag !== undefined ? `:${newTag}` : rest;
  return { ...container, image: `${newName}${suffix}` };
}
