import { field } from '../../flux/kustomize/built.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeSettings, TreeView } from '../../flux/tree/view.js';
import type { Level } from './pod-controls/control.js';

/** Label that says what the API server refuses in a namespace; `warn` and `audit` refuse nothing. */
export const ENFORCE = 'pod-security.kubernetes.io/enforce';
/** Label with the version of the standard. */
export const ENFORCE_VERSION = `${ENFORCE}-version`;

/** What the API server holds pods of a namespace to. */
export interface EnforcedLevel {
  readonly level: Level;
  /** Minor version of the policy: 34 for `v1.34`. */
  readonly minor: number;
  /** Whether a label says so, or the cluster's default. */
  readonly labelled: boolean;
}

/** Level of a namespace; undefined where its labels are not known, or what they say is no level. */
export function enforcedLevel({ index, settings }: TreeView, name: string): EnforcedLevel | undefined {
  if (isExempt(settings, name)) return undefined;
  const namespace = index.get({ group: '', kind: 'Namespace', name });
  return namespace === undefined ? undefined : levelOf(namespace, settings);
}

/** Level that a Namespace asks for. */
export function levelOf(namespace: AppliedObject, settings: TreeSettings): EnforcedLevel | undefined {
  const given = labelOf(namespace, ENFORCE);
  const minor = policyMinor(labelOf(namespace, ENFORCE_VERSION), settings.kubernetesVersion);
  if (minor === undefined || isUnknown(given)) return undefined;
  if (given === undefined) return { level: defaultLevel(settings), minor, labelled: false };
  return isLevel(given) ? { level: given, minor, labelled: true } : undefined;
}

/** A label of a Namespace. */
export function labelOf({ object }: AppliedObject, name: string): unknown {
  return field(object, 'metadata', 'labels', name);
}

export function isLevel(value: unknown): value is Level {
  return value === 'privileged' || value === 'baseline' || value === 'restricted';
}

/** Level of namespaces without a label. */
export function defaultLevel({ protection }: TreeSettings): Level {
  return protection?.podSecurityDefault ?? 'privileged';
}

/** Whether Pod Security leaves a namespace alone, whatever its labels say. */
export function isExempt({ protection }: TreeSettings, name: string): boolean {
  return protection?.podSecurityExempt?.includes(name) ?? false;
}

/** `v1.28` → 28, `latest` or nothing → the cluster's own; none is newer than the cluster. Undefined for what is none. */
export function policyMinor(version: unknown, kubernetesVersion: string): number | undefined {
  const own = Number(kubernetesVersion.split('.')[1]);
  if (version === undefined || version === 'latest') return own;
  const [, minor] = (typeof version === 'string' && /^v1\.(\d+)$/.exec(version)) || [];
  return minor === undefined ? undefined : Math.min(Number(minor), own);
}
