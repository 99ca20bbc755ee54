import type { JsonObject } from '../../model/json.js';
import { field, isMap, mapsOf, withField } from './built.js';

type Step = (object: JsonObject) => JsonObject;

/** Where kinds hold the metadata of pods. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
  DaemonSet: ['spec', 'template', 'metadata'],
  Deployment: ['spec', 'template', 'metadata'],
  Job: ['spec', 'template', 'metadata'],
  ReplicaSet: ['spec', 'template', 'metadata'],
  ReplicationController: ['spec', 'template', 'metadata'],
  StatefulSet: ['spec', 'template', 'metadata'],
};

/** Where kinds choose pods, and whether kustomize makes the selector where there is none. */
const SELECTORS: Readonly<Record<string, { readonly path: readonly string[]; readonly made: boolean }>> = {
  DaemonSet: { path: ['spec', 'selector', 'matchLabels'], made: true },
  Deployment: { path: ['spec', 'selector', 'matchLabels'], made: true },
  Job: { path: ['spec', 'selector', 'matchLabels'], made: false },
  NetworkPolicy: { path: ['spec', 'podSelector', 'matchLabels'], made: false },
  PodDisruptionBudget: { path: ['spec', 'selector', 'matchLabels'], made: false },
  ReplicaSet: { path: ['spec', 'selector', 'matchLabels'], made: true },
  ReplicationController: { path: ['spec', 'selector'], made: true },
  Service: { path: ['spec', 'selector'], made: true },
  StatefulSet: { path: ['spec', 'selector', 'matchLabels'], made: true },
};

/** Labels for objects, and where asked for, for the pods and selectors among them. */
export function labelSteps({ labels, commonLabels }: JsonObject): Step[] {
  const steps = mapsOf(labels).map(({ pairs, includeSelectors, includeTemplates }): Step => {
    const all = includeSelectors === true;
    return labelled(isMap(pairs) ? pairs : {}, { templates: all || includeTemplates === true, selectors: all });
  });
  return isMap(commonLabels) ? [...steps, labelled(commonLabels, { templates: true, selectors: true })] : steps;
}

/** Annotations for objects and for the pods in them. */
export function annotationSteps({ commonAnnotations }: JsonObject): Step[] {
  if (!isMap(commonAnnotations)) return [];
  return [
    (object) => {
      const annotated = merged(object, ['metadata', 'annotations'], commonAnnotations);
      return inTemplate(annotated, 'annotations', commonAnnotations);
    },
  ];
}

function labelled(pairs: JsonObject, where: { readonly templates: boolean; readonly selectors: boolean }): Step {
  return (object) => {
    let result = merged(object, ['metadata', 'labels'], pairs);
    if (where.templates) result = inTemplate(result, 'labels', pairs);
    const selector = where.selectors ? SELECTORS[String(object.kind)] : undefined;
    if (selector === undefined) return result;
    const there = field(result, ...selector.path) !== undefined;
    return there || selector.made ? merged(result, selector.path, pairs) : result;
  };
}

function inTemplate(object: JsonObject, name: 'labels' | 'annotations', pairs: JsonObject): JsonObject {
  const path = TEMPLATES[String(object.kind)];
  if (path === undefined || field(object, ...path.slice(0, -1)) === undefined) return object;
  return merged(object, [...path, name], pairs);
}

function merged(object: JsonObject, path: readonly string[], pairs: JsonObject): JsonObject {
  const old = field(object, ...path);
  return withField(object, path, { ...(isMap(old) ? old : {}), ...pairs });
}
