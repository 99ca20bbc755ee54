import { expect, jest, test } from '@jest/globals';

test('time in which the program was stopped does not count, time in which it was busy does', async () => {
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  jest.resetModules();
  const { awake } = await import('./awake-clock.js');
  const start = awake();
  now += 9_000;
  expect(awake() - start).toBe(9_000);
  now += 120_000;
  expect(awake() - start).toBeLessThan(10_000);
  clock.mockRestore();
});
