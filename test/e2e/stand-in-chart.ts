import { stringify } from 'yaml';
import { tarOf } from '../support/chart-archive.js';
import type { Definition } from './definitions.js';

export interface StandIn {
  readonly name: string;
  readonly version: string;
  /** What the chart of that name defines. */
  readonly definitions: readonly Definition[];
}

/**
 * A chart that takes any values, installs the definitions that the real one brings, and a ConfigMap, so that there is a
 * release to see and to remove. What else the real one installs is not here.
 */
export function standInChart({ name, version, definitions }: StandIn): Uint8Array {
  const files = new Map([
    [`${name}/Chart.yaml`, stringify({ apiVersion: 'v2', name, version, description: 'stands in for the real one' })],
    [`${name}/values.yaml`, '{}\n'],
    [`${name}/templates/release.yaml`, RELEASE],
  ]);
  for (const definition of definitions) {
    const { group, names } = definition.spec;
    files.set(`${name}/crds/${group}-${names.kind}.yaml`, JSON.stringify(definition));
  }
  return tarOf(new Map([...files].map(([path, text]) => [path, Buffer.from(text)])));
}

const RELEASE = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-stand-in
  namespace: {{ .Release.Namespace }}
data:
  chart: {{ .Chart.Name }}-{{ .Chart.Version }}
`;
