import { describe, expect, test } from '@jest/globals';
import { CATALOG, sourcesFor, TOOL_NAMES } from '../../../lib/system/tools/catalog.js';

describe('the catalogue of tools', () => {
  test('pins every source by an exact version and a checksum', () => {
    for (const source of Object.values(CATALOG).flat()) {
      expect(source.tool).toMatch(/^\d+\.\d+\.\d+$/);
      if (source.client === 'go') {
        expect(source.sum).toMatch(/^h1:[A-Za-z0-9+/]{43}=$/);
      } else {
        expect(source.version).toMatch(/^\d+\.\d+\.\d+$/);
        expect(source.sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });

  test('has no checksum twice, as a copied entry would', () => {
    const checksums = Object.values(CATALOG)
      .flat()
      .map((source) => (source.client === 'go' ? source.sum : source.sha256));
    expect(new Set(checksums).size).toBe(checksums.length);
  });

  test('names no address: the clients know the registry', () => {
    expect(JSON.stringify(CATALOG)).not.toContain('://');
  });

  test.each(TOOL_NAMES)('has %s for Linux on x86-64 and on arm64', (tool) => {
    expect(sourcesFor(tool, 'linux-x64')).not.toEqual([]);
    expect(sourcesFor(tool, 'linux-arm64')).not.toEqual([]);
  });

  test('never offers the binary of another platform', () => {
    const platforms = sourcesFor('sops', 'darwin-arm64').map((s) => (s.client === 'go' ? 'go' : s.platform));
    expect(platforms).toEqual(['darwin-arm64', 'go']);
  });
});
