import { describe, expect, test } from '@jest/globals';
import { formatProvidedTool, parseToolNames } from '../../lib/cli/tools.js';

describe('tools', () => {
  test('--only takes names separated by commas and refuses unknown ones', () => {
    expect(parseToolNames('kubectl, sops')).toEqual(['kubectl', 'sops']);
    expect(() => parseToolNames('kubectl,flux')).toThrow(
      '"flux" is none of kubectl, helm, sops, kubeconform, kubeseal, age, talos-config.',
    );
  });

  test('tells what was done with a tool and where it is', () => {
    const result = { tool: 'sops', version: '3.11.0', path: '/p/dist/tools/bin/sops', seconds: 1.23 } as const;
    expect(formatProvidedTool({ ...result, state: 'provided' }, '/p')).toBe(
      'sops  3.11.0  provided in 1.2 s  dist/tools/bin/sops',
    );
    expect(formatProvidedTool({ ...result, state: 'cached' }, '/p')).toBe('sops  3.11.0  cached  dist/tools/bin/sops');
  });

  test('tells why a tool is missing', () => {
    expect(formatProvidedTool({ tool: 'helm', state: 'missing', reasons: ['go: not installed'] }, '/p')).toBe(
      'helm  missing\n  go: not installed',
    );
    expect(formatProvidedTool({ tool: 'kubectl', state: 'missing', reasons: [] }, '/p')).toContain('for this machine');
  });
});
