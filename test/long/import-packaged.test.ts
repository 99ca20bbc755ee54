import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { run } from '../../lib/cli/main.js';
import { runSchemas } from '../../lib/cli/schemas.js';
import { widgetDefinition } from '../fixtures/widget-definition.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const names = { kind: 'Webhook', plural: 'webhooks' };
const root = temporaryFolder({
  'package.json': readFileSync('package.json', 'utf8'),
  'widget.json': JSON.stringify(widgetDefinition()),
  'webhook.json': JSON.stringify(widgetDefinition({ group: 'generators.external-secrets.io', names })),
});
symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));

const lines: string[] = [];
const io = { root, env: {}, out: (line: string) => lines.push(line), err: (line: string) => lines.push(line) };
const npmRun = (...args: readonly string[]) => run({ clusters: [] }, args, io);
const text = (path: string) => readFileSync(join(root, path), 'utf8');
/** What `npm run schemas` and `npm run imports` would still change. */
const stale = async () => [await runSchemas({ root, check: true, print: io.out }), await npmRun('imports', '--check')];

test('what import writes is what schemas and imports make of it, whether or not a package has the group', async () => {
  expect(await runSchemas({ root, check: false, print: io.out })).toBe(0);
  expect(await npmRun('imports')).toBe(0);
  for (const file of ['widget.json', 'webhook.json']) {
    expect([file, await npmRun('import', file, file === 'webhook.json' ? 'Webhook' : 'Widget')]).toEqual([file, 0]);
    expect([file, await stale()]).toEqual([file, [0, 0]]);
  }
  // The package's Webhook, an alpha, steps back; its other kinds stay.
  const constructs = text('imports/generators.external-secrets.io.ts');
  expect(constructs).toContain('/** Webhook of generators.external-secrets.io/v1. */');
  expect(constructs).toContain('/** Password of generators.external-secrets.io/v1alpha1. */');
  const compiled = text('lib/schemas/compiled/groups/generators.external-secrets.io.ts');
  expect(compiled).toContain("'generators.external-secrets.io/v1alpha1/Password': ");
  expect(compiled).toContain("'generators.external-secrets.io/v1/Webhook': ");
  expect(await npmRun('import', '--remove', 'Webhook.generators.external-secrets.io', 'Widget.example.org')).toBe(0);
  expect(await stale()).toEqual([0, 0]);
}, 120_000);
