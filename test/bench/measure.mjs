// Runs programs and takes their time and memory.
import { spawnSync } from 'node:child_process';

/**
 * One run of a program as its own process: wall time from start to exit, in milliseconds, and peak memory in MB, which
 * the program prints itself (`peak <KiB>` on stderr) or is not known.
 */
export function measure(command, args, options = {}) {
  const started = performance.now();
  const { status, signal, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  const milliseconds = performance.now() - started;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${signal ?? status}):\n${stdout}${stderr}`);
  const peak = /^peak (\d+)$/m.exec(stderr)?.[1];
  return { milliseconds, megabytes: peak === undefined ? undefined : Number(peak) / 1024 };
}

/**
 * Runs contestants in turn, each round in the other order, so that a busy minute hits all of them alike.
 * @param contestants name to `{ runs, run }`
 * @returns name to median time and greatest memory
 */
export function contest(contestants, onRun = () => {}) {
  const results = new Map([...contestants.keys()].map((name) => [name, []]));
  const rounds = Math.max(...[...contestants.values()].map(({ runs }) => runs));
  for (let round = 0; round < rounds; round++) {
    const due = [...contestants].filter(([, { runs }]) => round < runs);
    for (const [name, { run }] of round % 2 === 0 ? due : due.reverse()) {
      onRun(name, round + 1);
      results.get(name).push(run());
    }
  }
  return new Map(
    [...results].map(([name, runs]) => {
      const memory = runs.flatMap(({ megabytes }) => (megabytes === undefined ? [] : [megabytes]));
      return [name, { milliseconds: median(runs.map((run) => run.milliseconds)), megabytes: Math.max(0, ...memory) }];
    }),
  );
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Slope of the line through points in a log-log picture, by least squares: 1 is linear, 2 is quadratic growth. */
export function growthExponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (index) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const rise = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return rise / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** A line that is overwritten by the next one; on a terminal only. */
export function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Columns of text, right-aligned but for the first. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map(line).join('\n');
}
