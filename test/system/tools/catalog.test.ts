import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CATALOG, sourcesFor, TOOL_NAMES } from '../../../lib/system/tools/catalog.js';

describe('the catalogue of tools', () => {
  test('pins every source by an exact version and a checksum', () => {
    for (const source of Object.values(CATALOG).flat()) {
      expect(source.tool).toMatch(/^\d+\.\d+\.\d+$/);
      if (source.client === 'go') {
        expect(source.sum).toMatch(/^h1:[A-Za-z0-9+/]{43}=$/);
      } else if (source.client === 'go-program') {
        expect(source.sum).toMatch(/^[0-9a-f]{64}$/);
      } else {
        expect(source.version).toMatch(/^\d+\.\d+\.\d+$/);
        expect(source.sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });

  test('has no checksum twice, as a copied entry would', () => {
    const checksums = Object.values(CATALOG)
      .flat()
      .map((source) => ('sum' in source ? source.sum : source.sha256));
    expect(new Set(checksums).size).toBe(checksums.length);
  });

  test('pins a program of this repository as it is here, so that none is built that nobody has read', () => {
    for (const source of Object.values(CATALOG).flat()) {
      if (source.client !== 'go-program') continue;
      const hash = createHash('sha256');
      for (const name of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(source.folder, name)));
      expect(hash.digest('hex')).toBe(source.sum);
      expect(readFileSync(join(source.folder, 'go.mod'), 'utf8')).toContain(` v${source.tool}\n`);
    }
  });

  test('names no address: the clients know the registry', () => {
    expect(JSON.stringify(CATALOG)).not.toContain('://');
  });

  test.each(TOOL_NAMES)('has %s for Linux on x86-64 and on arm64', (tool) => {
    expect(sourcesFor(tool, 'linux-x64')).not.toEqual([]);
    expect(sourcesFor(tool, 'linux-arm64')).not.toEqual([]);
  });

  test('never offers the binary of another platform', () => {
    const platforms = sourcesFor('sops', 'darwin-arm64').map((s) => ('platform' in s ? s.platform : 'go'));
    expect(platforms).toEqual(['darwin-arm64', 'go']);
  });
});
