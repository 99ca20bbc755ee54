import { unitKey } from '../../lib/flux/tree/unit-graph.js';
import type { FluxUnit } from '../../lib/flux/tree/view.js';
import { hasFailed } from './await-ready.js';
import type { UnitState } from './observe.js';
import { awake } from './system/awake-clock.js';

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
  return stream.isTTY === true && process.env.TERM !== 'dumb' ? liveView(stream) : plainView(stream);
}

function liveView(stream: Terminal): RunView {
  const started = awake();
  let drawn: readonly string[] = [];
  const draw = (lines: readonly string[]) => {
    const width = (stream.columns || 80) - 1;
    const cut = lines.map((line) => [...line].slice(0, width).join(''));
    if (cut.join('\n') === drawn.join('\n')) return;
    const back = drawn.length > 0 ? UP(drawn.length) + CLEAR_BELOW : '';
    stream.write(back + cut.map((line) => `${line}\n`).join(''));
    drawn = cut;
  };
  const head = (cluster: string, text: string) => `${cluster}: ${text} (${seconds(started)} s)`;
  return {
    step: (cluster, text) => draw([head(cluster, text)]),
    waves(cluster, waves, states) {
      const units = waves.flat();
      const ready = units.filter((unit) => states.get(unitKey(unit))?.ready === 'True').length;
      const failed = units.flatMap((unit) => failureLine(states.get(unitKey(unit))));
      const lines = waves.map((wave, index) => waveLine(index, wave, states));
      draw([head(cluster, `${ready} of ${units.length} units are ready`), ...lines, ...failed]);
    },
    done: () => draw([]),
  };
}

function failureLine(state: UnitState | undefined): string[] {
  return state !== undefined && hasFailed(state) ? [`  ✗ ${state.key}: ${state.message.split('\n')[0]}`] : [];
}

function plainView(stream: Terminal): RunView {
  const started = awake();
  const said = new Set<string>();
  const line = (text: string) => stream.write(`${seconds(started).padStart(7)} s  ${text}\n`);
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

function seconds(since: number): string {
  return ((awake() - since) / 1000).toFixed(1);
}

function waveLine(index: number, wave: readonly FluxUnit[], states: ReadonlyMap<string, UnitState>): string {
  const marks = wave.map((unit) => {
    const state = states.get(unitKey(unit));
    return state?.ready === 'True' ? '●' : hasFailed(state) ? '✗' : state === undefined ? '·' : '○';
  });
  const busy = wave.filter((unit) => states.get(unitKey(unit))?.ready !== 'True').map(({ name }) => name);
  return `  ${String(index + 1).padStart(2)}  ${marks.join('')}  ${busy.join(' ')}`.trimEnd();
}
