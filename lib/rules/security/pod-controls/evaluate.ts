import { CAPABILITIES } from './capabilities.js';
import { CONFINEMENT } from './confinement.js';
import type { Control, Level, Pod, Violation } from './control.js';
import { HOST_ACCESS } from './host-access.js';
import { SECCOMP } from './seccomp.js';
import { USERS } from './users.js';
import { VOLUMES } from './volumes.js';

/** Every control of the Pod Security Standards, in the standard's order. */
const CONTROLS: readonly Control[] = [
  ...HOST_ACCESS,
  ...CAPABILITIES,
  ...CONFINEMENT,
  ...SECCOMP,
  ...VOLUMES,
  ...USERS,
];

/** A baseline control that restricted has a stricter form of, by name; `Volume Types` has host paths among its types. */
const STRICTER: Readonly<Record<string, string>> = { 'HostPath Volumes': 'Volume Types' };

/** What a level does not allow. */
export interface ControlViolation extends Violation {
  readonly control: string;
}

const chosen = new Map<string, readonly Control[]>();

/** Controls of a level in a version of the policy, without those that a stricter one takes the place of. */
function controlsOf(level: Level, minor: number): readonly Control[] {
  const key = `${level} ${minor}`;
  const known = chosen.get(key);
  if (known !== undefined) return known;
  const there = CONTROLS.filter(({ since }) => minor >= since);
  const strict = new Set(there.filter((control) => control.level === 'restricted').map(({ name }) => name));
  const of = there.filter((control) => {
    if (level === 'privileged') return false;
    if (level === 'baseline') return control.level === 'baseline';
    return control.level === 'restricted' || !strict.has(STRICTER[control.name] ?? control.name);
  });
  chosen.set(key, of);
  return of;
}

/**
 * Everything for which the API server would refuse a pod at a level.
 *
 * @param minor of the policy's version: 34 for `v1.34`.
 */
export function evaluatePod(pod: Pod, level: Level, minor: number): ControlViolation[] {
  return controlsOf(level, minor).flatMap((control) =>
    [...control.check(pod, minor)].map((violation) => ({ control: control.name, ...violation })),
  );
}
