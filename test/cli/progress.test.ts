import { describe, expect, test } from '@jest/globals';
import { progressOn } from '../../lib/cli/progress.js';

function terminal(options: { readonly isTTY: boolean; readonly columns: number }) {
  const written: string[] = [];
  return { ...options, written, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
}

describe('progress', () => {
  test('is one line that is rewritten, no wider than the terminal, and goes away', () => {
    const stream = terminal({ isTTY: true, columns: 20 });
    const progress = progressOn(stream)('sealing', 2);
    progress.step('kubernetes/rpi-cluster/apps/n8n.sops.yaml');
    progress.end();
    expect(stream.written).toEqual(['\r\u001b[Ksealing 1/2 kuberne', '\r\u001b[K']);
  });

  test('does not drown a terminal in lines', () => {
    const stream = terminal({ isTTY: true, columns: 80 });
    const progress = progressOn(stream)('sealing', 10_000);
    for (let n = 0; n < 10_000; n++) progress.step('a');
    expect(stream.written.length).toBeLessThan(100);
  });

  test('works on a terminal that does not say how wide it is', () => {
    const stream = terminal({ isTTY: true, columns: 0 });
    progressOn(stream)('sealing', 1).step('a');
    expect(stream.written).toEqual(['\r\u001b[Ksealing 1/1 a']);
  });

  test('is silent in a pipe', () => {
    const stream = terminal({ isTTY: false, columns: 0 });
    const progress = progressOn(stream)('sealing', 1);
    progress.step('a');
    progress.end();
    expect(stream.written).toEqual([]);
  });
});
