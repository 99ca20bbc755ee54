import { field } from '../../../flux/kustomize/built.js';
import { containersOf, type PodContainer, type PodTemplate } from '../../../flux/pods.js';
import type { JsonPath } from '../../../flux/tree/view.js';

/** A level of the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export type Level = 'privileged' | 'baseline' | 'restricted';

/** As much of a pod as the standard looks at. */
export type Pod = Pick<PodTemplate, 'spec' | 'annotations'>;

/** A place in a pod that the standard does not allow. */
export interface Violation {
  /** From the pod's template: `spec.hostNetwork`. */
  readonly path: JsonPath;
  /** Subject and fact. */
  readonly message: string;
}

/** One control of the standard. `minor` is that of the policy version: 34 for `v1.34`. */
export interface Control {
  /** What the standard calls it. */
  readonly name: string;
  readonly level: Exclude<Level, 'privileged'>;
  /** First policy version that has it, by its minor number. */
  readonly since: number;
  check(pod: Pod, minor: number): Iterable<Violation>;
}

const SECURITY_CONTEXT = 'securityContext';

/**
 * A place where a field of a security context may be set: the pod as a whole, and each container. Where it is, and
 * whose, is put together when somebody asks: hardly any place breaks a rule.
 */
export class Setting {
  /** Undefined or null where it is not set. */
  readonly value: unknown;

  constructor(
    context: unknown,
    private readonly names: readonly string[],
    private readonly container?: PodContainer,
  ) {
    this.value = field(context, ...names);
  }

  /** `the pod`, `container "web"`. */
  get who(): string {
    return this.container === undefined ? 'the pod' : containerName(this.container.name);
  }

  get path(): JsonPath {
    return [...(this.container?.path ?? ['spec']), SECURITY_CONTEXT, ...this.names];
  }
}

/** A field of the pod's own security context. */
export function podSetting({ spec }: Pod, ...names: readonly string[]): Setting {
  return new Setting(spec[SECURITY_CONTEXT], names);
}

/** A field of each container's security context. */
export function containerSettings(pod: Pod, ...names: readonly string[]): Setting[] {
  return containersOf(pod).map((one) => new Setting(one.container[SECURITY_CONTEXT], names, one));
}

/** The same field wherever a pod may set it. */
export function allSettings(pod: Pod, ...names: readonly string[]): Setting[] {
  return [podSetting(pod, ...names), ...containerSettings(pod, ...names)];
}

export function containerName(name: PodContainer['name']): string {
  return `container "${name}"`;
}

/** Whether a field is left out; null says so too. */
export function isUnset(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** From 1.25 on a pod for Windows is free of what Windows does not have. */
export function isWindows({ spec }: Pod, minor: number): boolean {
  return minor >= 25 && field(spec.os, 'name') === 'windows';
}

/** From 1.35 on a pod in a user namespace of its own may be root in there. */
export function hasOwnUsers({ spec }: Pod, minor: number): boolean {
  return minor >= 35 && spec.hostUsers === false;
}
