/**
 * Says what is not tested, and why. Not by console: a full run of jest drops what a wholly skipped file says there.
 */
export function sayAloud(message: string): void {
  process.stderr.write(`not tested here: ${message}\n`);
}
