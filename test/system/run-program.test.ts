import { describe, expect, test } from '@jest/globals';
import { runProgram } from '../../lib/system/run-program.js';

const node = (script: string, options = {}) => runProgram(process.execPath, ['-e', script], { env: {}, ...options });

describe('a program', () => {
  test('gets its input on stdin and no environment but the one it is given', async () => {
    const script = 'process.stdin.pipe(process.stdout); process.stderr.write(Object.keys(process.env).join())';
    expect(await node(script, { input: 'hunter22', env: { ONLY: '1' } })).toEqual({
      code: 0,
      stdout: 'hunter22',
      stderr: 'ONLY',
    });
  });

  test('that fails gives its exit code and what it said', async () => {
    expect(await node("console.error('no'); process.exit(3)")).toEqual({ code: 3, stdout: '', stderr: 'no\n' });
  });

  test('that does not read its input does not bring us down', async () => {
    expect((await node('process.exit(4)', { input: 'x'.repeat(1_000_000) })).code).toBe(4);
  });

  test('that takes too long is ended', async () => {
    const { code, stderr } = await node('setInterval(() => {}, 1000)', { timeout: 200 });
    expect({ code, stderr }).toEqual({ code: 124, stderr: 'took too long' });
  });

  test('that is not there is a result too', async () => {
    expect(await runProgram('/nowhere/program', [], { env: {} })).toMatchObject({
      code: 127,
      stderr: expect.stringContaining('ENOENT'),
    });
  });

  test('in a folder runs there', async () => {
    expect((await node('console.log(process.cwd())', { cwd: '/' })).stdout).toBe('/\n');
  });
});
