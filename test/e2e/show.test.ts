import { expect, test } from '@jest/globals';
import { unitKey } from '../../lib/flux/tree/unit-graph.js';
import { fixtureView } from '../support/fixture-tree.js';
import type { UnitState } from './observe.js';
import { runView } from './show.js';
import { wavesOf } from './waves.js';

const waves = wavesOf(fixtureView({}));
const state = (key: string, ready: 'True' | 'False', message = '') =>
  [key, { key, ready, reason: 'BuildFailed', message } as UnitState] as const;
const states = new Map(
  waves
    .flat()
    .map((unit) =>
      unit.name === 'demo' ? state(unitKey(unit), 'False', 'no such path\nand more') : state(unitKey(unit), 'True'),
    ),
);

function stream(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) > 0 };
}

test('a terminal shows what has failed, and no line is longer than it is wide', () => {
  const terminal = stream(true, 30);
  const view = runView(terminal);
  view.waves('test', waves, states);
  const lines = (terminal.written[0] ?? '').split('\n');
  expect(lines.every((line) => line.length < 30)).toBe(true);
  expect(lines.find((line) => line.includes('✗ '))).toBeDefined();
  view.done();
  // As many lines up as were drawn: nothing of the live part stays, nothing before it goes.
  expect(terminal.written.at(-1)).toBe(`\u001b[${lines.length - 1}A\u001b[J`);
});

test('a pipe gets a line for each wave that is ready and for each failure, once', () => {
  const pipe = stream(false);
  const view = runView(pipe);
  view.waves('test', waves, states);
  view.waves('test', waves, states);
  const said = pipe.written.map((line) => line.replace(/^ *[\d.]+ s {2}/, ''));
  expect(said).toEqual([
    'test: wave 1 of 3 is ready (1 units)\n',
    'test: wave 2 of 3 is ready (1 units)\n',
    expect.stringContaining('demo: BuildFailed: no such path'),
  ]);
});
