import { readFileSync, readlinkSync } from 'node:fs';

/**
 * A text without separators that tells this process from all others of the machine, also from a later one that gets its
 * number: namespace of the number, number, time of its start.
 */
export function ownMark(): string {
  return `${numberSpace()}_${process.pid}_${startOf(process.pid) ?? 0}`;
}

/**
 * Whether the process of a mark has ended. One that cannot be looked at counts as running: its number belongs to
 * another container.
 */
export function hasEnded(mark: string): boolean {
  const [space, pid, start] = mark.split('_');
  if (space !== numberSpace() || !/^\d+$/.test(pid ?? '') || !/^\d+$/.test(start ?? '')) return false;
  if (!isAlive(Number(pid))) return true;
  const now = startOf(Number(pid));
  return now !== undefined && now !== Number(start);
}

/** Whether a process with this number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Namespace of process numbers on Linux; 0 elsewhere. */
function numberSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** When a process started, in ticks since the machine did (field 22 of /proc/<pid>/stat); undefined where that is unknown. */
function startOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in parentheses that may hold anything.
    const ticks = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
    return Number.isSafeInteger(ticks) ? ticks : undefined;
  } catch {
    return undefined;
  }
}
