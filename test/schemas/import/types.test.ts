import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generateImports } from '../../../lib/schemas/generate-imports.js';
import { readDefinitions } from '../../../lib/schemas/import/read-definitions.js';
import { schemaImportables } from '../../../lib/schemas/import/schema-importables.js';
import { widgetDefinition } from '../../fixtures/widget-definition.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Other kinds of the group: one named like a type that another needs, and two named like what JavaScript has. */
const definitions = ['Widget', 'WidgetSpec', 'Object', 'Promise'].map((kind) => {
  const plural = `${kind.toLowerCase()}s`;
  return { ...widgetDefinition({ names: { kind, plural } }), metadata: { name: `${plural}.example.org` } };
});
const { kinds } = readDefinitions('crds.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: definitions }));
const [file] = generateImports(schemaImportables(kinds, []), {});

/** Each line that has to fail says so: the compiler refuses an expectation that nothing meets. */
const USE = `
import { App, Chart } from 'cdk8s';
import { Widget, WidgetSpec, type WidgetProps } from './example.org.js';
const chart = new Chart(new App(), 'chart');
const labels: Readonly<Record<string, string>> = { a: 'b' };
const modes: readonly ('a' | 'b')[] = ['a'];
new Widget(chart, 'a', { metadata: { name: 'a' }, spec: { size: 1, mode: "slow's", modes, port: 'http', labels } });
new Widget(chart, 'b', { spec: { size: 1, port: 80, matrix: [[{ x: 1 }]], 'soa_edit-api': null, anything: [1], config: { a: 1 } } });
new Widget(chart, 'c', { spec: { size: 1, part: { name: { a: true } }, partName: { b: true }, open: { known: 'a', other: 1 } } });
new WidgetSpec(chart, 'd', { spec: { size: 1 } });
const props: WidgetProps['spec']['size'] = 3;
// @ts-expect-error spec is required
new Widget(chart, 'e', {});
// @ts-expect-error size is required
new Widget(chart, 'f', { spec: {} });
// @ts-expect-error no such field
new Widget(chart, 'g', { spec: { size: props, sizes: 1 } });
// @ts-expect-error none of the values
new Widget(chart, 'h', { spec: { size: 1, mode: 'slow' } });
// @ts-expect-error no such field in a list of lists
new Widget(chart, 'i', { spec: { size: 1, matrix: [[{ y: 1 }]] } });
// @ts-expect-error of the wrong type below a name that another type has, too
new Widget(chart, 'j', { spec: { size: 1, part: { name: { b: true } } } });
`;

describe('the construct of an imported kind', () => {
  test('compiles, takes what the definition allows, and refuses the rest', () => {
    const folder = temporaryFolder({
      'example.org.ts': file?.content ?? '',
      'use.ts': USE,
      'package.json': '{"type":"module"}',
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2022',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: [],
        },
      }),
    });
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    const tsc = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc');
    const compile = () => execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
    expect(saysOf(compile)).toBe('');
  });

  test('has no prose, and the same bytes whatever the order of the kinds', () => {
    expect(file?.content).not.toContain('Prose');
    const [again] = generateImports(schemaImportables([...kinds].reverse(), []), {});
    expect(again).toEqual(file);
  });

  test('stands for the kind of a package, whatever version that has', () => {
    const own = {
      group: 'example.org',
      version: 'v2',
      kind: 'Widget',
      from: '@models/a 1',
      imports: [],
      properties: [],
    };
    const [merged] = generateImports([own, ...schemaImportables(kinds, [own])], {
      'example.org/Widget': { model: 'v2', served: 'v2' },
    });
    expect(merged?.content).toBe(file?.content);
  });
});

function saysOf(compile: () => string): string {
  try {
    return compile();
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
