import { describe, expect, test } from '@jest/globals';
import { withImagePolicyMarker } from '../../../lib/flux/image-policy-marker.js';
import { renderedFrom, renderFile } from '../../../lib/flux/yaml/document.js';

const source = 'charts/apps/automation/n8n.ts';
const header = `# Rendered from ${source}; edit that and run: npm run synth\n`;
const one = { kind: 'A' };
const marked = { kind: 'B', image: withImagePolicyMarker('ghcr.io/a/b:1.0', 'flux-system:b') };

describe('renderFile', () => {
  test('a file names its source, so that nobody edits it in vain', () => {
    expect(renderFile([one], { source })).toBe(`---\n${header}kind: A\n`);
  });

  test('each document has the schema line of its kind', () => {
    const schemaUrl = (document: unknown) => (document === one ? 'https://example.com/a.json' : undefined);
    expect(renderFile([one, { kind: 'C' }, one], { source, schemaUrl })).toBe(
      `---\n${header}# yaml-language-server: $schema=https://example.com/a.json\nkind: A\n---\nkind: C\n` +
        '---\n# yaml-language-server: $schema=https://example.com/a.json\nkind: A\n',
    );
  });

  test('a file with a marker is as image automation leaves it: no --- at the start', () => {
    expect(renderFile([marked], { source })).toBe(
      `${header}kind: B\nimage: ghcr.io/a/b:1.0 # {"$imagepolicy": "flux-system:b"}\n`,
    );
  });

  test('a file that must look marked before it has a marker does', () => {
    expect(renderFile([{ kind: 'A', text: 'a \nb' }], { source, marked: true })).toBe(
      `${header}kind: A\ntext: "a \\nb"\n`,
    );
  });

  test('automation would drop empty annotations, so a marked file has none', () => {
    const annotated = { ...marked, metadata: { name: 'b', annotations: {} } };
    expect(renderFile([annotated], { source })).toContain('metadata:\n  name: b\nimage:');
  });

  test('a marked file of several documents is refused: the automation would not keep its form', () => {
    expect(() => renderFile([one, marked], { source })).toThrow(
      `a file rendered from ${source} has image policy markers and 2 documents`,
    );
  });

  test('a source that would break out of its comment is refused', () => {
    expect(() => renderFile([one], { source: 'a\nkind: B' })).toThrow('is not one line of text');
  });
});

describe('renderedFrom', () => {
  test.each([[[one]], [[marked]], [[one, one]], [[]]])('recognizes what renderFile wrote', (documents) => {
    const text = renderFile(documents, { source });
    expect(renderedFrom(text)).toBe(source);
    expect(renderedFrom(text.replaceAll('\n', '\r\n'))).toBe(source);
  });

  test.each(['', 'kind: A\n', `kind: A\n${header}`, `---\nkind: A\n---\n${header}`, '# Rendered from x\n'])(
    'a file that someone else wrote is not ours: %j',
    (text) => {
      expect(renderedFrom(text)).toBeUndefined();
    },
  );
});
