import { describe, expect, test } from '@jest/globals';
import { homeOps } from '../../charts/clusters/home-ops.js';
import { run } from '../../lib/cli/main.js';
import { warnings } from '../../lib/cli/new-app/try-out.js';

/** What can be told without trying ends before a copy of the project is made; the rest is in test/long. */
async function newApp(...argv: string[]) {
  const lines: string[] = [];
  const push = (line: string) => void lines.push(line);
  const io = { root: process.cwd(), env: {}, out: push, err: push };
  const code = await run({ clusters: [homeOps] }, ['new-app', ...argv], io);
  return { code, text: lines.join('\n') };
}

const IMAGE = ['--image', 'ghcr.io/example/shop:1.0.0'];

describe('npm run new-app refuses', () => {
  test.each([
    ['a cluster that there is not', ['home-op', 'demo', 'shop', ...IMAGE], 'did you mean "home-ops"?'],
    ['a name that is none', ['home-ops', 'demo', 'Shop', ...IMAGE], 'name "Shop" is not valid'],
    ['a name that no Service can have', ['home-ops', 'demo', '2fauth', ...IMAGE], 'name "2fauth" is not valid'],
    ['a path for a name', ['home-ops', 'demo', '../shop', ...IMAGE], 'name "../shop" is not valid'],
    ['a path for an area', ['home-ops', '..', 'shop', ...IMAGE], 'area ".." is not valid'],
    ['an app that there is', ['home-ops', 'games', 'romm', ...IMAGE], 'charts/apps/games/romm.ts exists already'],
    [
      'a unit’s name in another area',
      ['home-ops', 'demo', 'reloader', ...IMAGE],
      'home-ops has a unit "reloader" already',
    ],
    [
      'a host that anybody may use, unsaid',
      ['home-ops', 'demo', 'shop', ...IMAGE, '--host', 'shop'],
      'who may use "shop" from outside?',
    ],
    [
      'a host of a chart',
      ['home-ops', 'demo', 'shop', '--chart', 'reloader', '--host', 'shop', '--access', 'own'],
      'what a chart calls its Service is not known here',
    ],
    ['a port below 1024', ['home-ops', 'demo', 'shop', ...IMAGE, '--port', '80'], 'a port from 1024 to 65535'],
    [
      'a key that is no variable',
      ['home-ops', 'demo', 'shop', ...IMAGE, '--secret', 'a-b'],
      '"a-b" is no name of an environment variable.',
    ],
    ['nothing to run', ['home-ops', 'demo', 'shop'], 'what should it run?'],
  ])('%s', async (_, argv, message) => {
    const { code, text } = await newApp(...argv);
    expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining(message) });
    expect(text).toMatch(/hint: |\.$/m);
  });
});

test('what the check only warns of is shown, for the new app alone', () => {
  const finding = (unit: string, severity: string) =>
    `home-ops/${unit}  a-rule  ${severity}\n  what it found\n  hint: a way out`;
  const text = [
    finding('shop', 'info'),
    finding('shop', 'warning'),
    finding('shop-2', 'warning'),
    '0 errors, 2 warnings; 1.00 s',
  ].join('\n');
  expect(warnings(text, { cluster: 'home-ops', unit: 'shop' })).toEqual([finding('shop', 'warning')]);
});
