import type { JsonObject } from '../../model/json.js';
import { field, isMap, mapsOf } from '../kustomize/built.js';
import { isUnknown } from './unknown.js';
import type { TreeSettings, UnitSubstitution } from './view.js';

/** Finds a ConfigMap or Secret that the tree applies somewhere. */
export type FindObject = (kind: string, namespace: string, name: string) => JsonObject | undefined;

/**
 * What a Kustomization substitutes: `substituteFrom` in order, later ones over earlier ones, inline values over all
 * (VERIFIED, substitution). Line breaks in values are removed, as Flux does.
 */
export function unitVariables(kustomization: JsonObject, settings: TreeSettings, find: FindObject): UnitSubstitution {
  const postBuild = field(kustomization, 'spec', 'postBuild');
  const namespace = String(field(kustomization, 'metadata', 'namespace') ?? '');
  const variables = new Map<string, string | undefined>();
  let open = false;
  for (const { kind, name, optional } of mapsOf(field(postBuild, 'substituteFrom'))) {
    if (typeof kind !== 'string' || typeof name !== 'string') continue;
    const known = settings.knownValues.get(`${namespace}/${name}`);
    const object = find(kind, namespace, name);
    const external = settings.external.find(
      (one) => one.kind === kind && one.namespace === namespace && one.name === name,
    );
    for (const [key, value] of [...(external?.keys ?? [])].map((key) => [key, undefined] as const)) {
      variables.set(key, value);
    }
    if (object !== undefined) for (const [key, value] of valuesOf(object)) variables.set(key, value);
    for (const [key, value] of known ?? []) variables.set(key, value);
    if (object === undefined && known === undefined && optional !== true) open ||= external?.keys === undefined;
  }
  const inline = field(postBuild, 'substitute');
  for (const [key, value] of Object.entries(isMap(inline) ? inline : {})) variables.set(key, oneLine(String(value)));
  return { runs: variables.size > 0 || open, variables, open };
}

function valuesOf({ data, stringData }: JsonObject): [string, string | undefined][] {
  return [data, stringData].flatMap((values) =>
    Object.entries(isMap(values) ? values : {}).map(([key, value]): [string, string | undefined] => [
      key,
      typeof value !== 'string' || isUnknown(value) ? undefined : oneLine(value),
    ]),
  );
}

function oneLine(value: string): string {
  return value.replaceAll('\n', '');
}
