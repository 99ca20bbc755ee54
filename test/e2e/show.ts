import { unitKey } from '../../lib/flux/tree/unit-graph.js';
import type { FluxUnit } from '../../lib/flux/tree/view.js';
import { hasFailed } from './await-ready.js';
import type { UnitState } from './observe.js';

type Waves = readonly (readonly FluxUnit[])[];

/** How a run is followed. */
export interface RunView {
  step(cluster: string, text: string): void;
  waves(cluster: string, waves: Waves, states: ReadonlyMap<string, UnitState>): void;
  /** The live part is over; what follows stays. */
  done(): void;
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

const UP = (lines: number) => `\u001b[${lines}A`;
const CLEAR_BELOW = '\u001b[J';

/** Waves that are redrawn in place on a terminal; in a pipe a line for each step, and one for each wave that is ready. */
export function runView(stream: Terminal): RunView {
  return stream.isTTY === true ? liveView(stream) : plainView(stream);
}

function liveView(stream: Terminal): RunView {
  let drawn = 0;
  const draw = (lines: readonly string[]) => {
    const width = (stream.columns || 80) - 1;
    if (drawn > 0) stream.write(UP(drawn) + CLEAR_BELOW);
    for (const line of lines) stream.write(`${line.slice(0, width)}\n`);
    drawn = lines.length;
  };
  return {
    step: (cluster, text) => draw([`${cluster}: ${text}`]),
    waves: (cluster, waves, states) =>
      draw([`${cluster}:`, ...waves.map((wave, index) => waveLine(index, wave, states))]),
    done: () => draw([]),
  };
}

function plainView(stream: Terminal): RunView {
  const started = performance.now();
  const said = new Set<string>();
  const line = (text: string) =>
    stream.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);
  return {
    step: (cluster, text) => line(`${cluster}: ${text}`),
    waves(cluster, waves, states) {
      for (const [index, wave] of waves.entries()) {
        const key = `${cluster} ${index}`;
        if (said.has(key) || !wave.every((unit) => states.get(unitKey(unit))?.ready === 'True')) continue;
        said.add(key);
        line(`${cluster}: wave ${index + 1} of ${waves.length} is ready (${wave.length} units)`);
      }
      for (const [key, state] of states) {
        if (!hasFailed(state) || said.has(`${key} ${state.message}`)) continue;
        said.add(`${key} ${state.message}`);
        line(`${cluster}: ${key}: ${state.reason}: ${state.message}`);
      }
    },
    done: () => {},
  };
}

/** @internal for its test */
export function waveLine(index: number, wave: readonly FluxUnit[], states: ReadonlyMap<string, UnitState>): string {
  const marks = wave.map((unit) => {
    const state = states.get(unitKey(unit));
    return state?.ready === 'True' ? '●' : hasFailed(state) ? '✗' : state === undefined ? '·' : '○';
  });
  const busy = wave.filter((unit) => states.get(unitKey(unit))?.ready !== 'True').map(({ name }) => name);
  return `  ${String(index + 1).padStart(2)}  ${marks.join('')}  ${busy.join(' ')}`.trimEnd();
}
