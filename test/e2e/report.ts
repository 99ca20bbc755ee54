import type { RunResult } from './run-cluster.js';

const START = '<!-- e2e:start -->';
const END = '<!-- e2e:end -->';

/** Puts the table of a run between the markers of a page; clusters that were not run keep their row. */
export function writtenPage(page: string, results: readonly RunResult[], machine: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`the page has no ${START} … ${END}`);
  const rows = new Map(rowsOf(page.slice(start, end)));
  for (const result of results) rows.set(result.cluster, rowOf(result));
  const table = [
    '| cluster | units | objects | waves | until started (s) | until all ready (s) | a wave (s) | whole run (s) | verdict |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --- |',
    ...[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  ];
  return `${page.slice(0, start)}${START}\n\n${table.join('\n')}\n\n${machine}\n\n${page.slice(end)}`;
}

/** How many checks held, and how many did not, under the names that jest has for it. */
export function counts(results: readonly RunResult[]): {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
} {
  const failed = ({ findings }: RunResult) => new Set(findings.map(({ check }) => check)).size;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return { numPassedTests: sum(results.map(({ held }) => held.length)), numFailedTests: sum(results.map(failed)) };
}

/** What a terminal gets of a cluster: each finding, what had nothing to be tried with, and a line with the figures. */
export function verdict({ cluster, units, objects, waves, reconcileMs, totalMs, findings, notRun }: RunResult): string {
  const times = `ready in ${seconds(reconcileMs)} s (${seconds(reconcileMs / waves)} a wave), ${seconds(totalMs)} s in all`;
  const last = findings.length === 0 ? 'as it should be' : `${findings.length} findings`;
  const lines = [
    ...findings.map(({ check, subject, message }) => `${check}: ${subject}: ${message.trim()}`),
    ...notRun.map((reason) => `left out: ${reason}`),
    `${units} units, ${objects} objects, ${waves} waves, ${times}: ${last}`,
  ];
  return lines.map((line) => `${cluster}: ${line}`).join('\n');
}

function rowOf({ cluster, units, objects, waves, startMs, reconcileMs, totalMs, findings }: RunResult): string {
  const verdict = findings.length === 0 ? 'holds' : `${findings.length} findings`;
  const times = [startMs, reconcileMs, reconcileMs / waves, totalMs].map(seconds);
  return `| ${[cluster, units, objects, waves, ...times, verdict].join(' | ')} |`;
}

function rowsOf(text: string): [string, string][] {
  const rows = text.split('\n').filter((line) => /^\| [a-z0-9]/.test(line) && !line.startsWith('| cluster '));
  return rows.map((row) => [row.split('|')[1]?.trim() ?? '', row]);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
