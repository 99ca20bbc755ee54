import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { policyMinor } from '../../../lib/rules/security/namespace-level.js';
import { evaluatePod } from '../../../lib/rules/security/pod-controls/evaluate.js';
import { cases } from '../../support/cases.js';
import { anyPod } from '../../support/pods.js';

describe('the levels of Pod Security', () => {
  test('a pod that restricted lets in is let in by baseline, and privileged refuses nothing', () => {
    const seen = { allowed: 0, refused: 0 };
    const minors = fc.constantFrom(12, 19, 22, 25, 32, 34, 35);
    // Restricted leaves out for Windows what baseline asks for: there it is not the stricter one.
    const linux = anyPod.filter(({ spec }) => (spec.os as { name?: string } | undefined)?.name !== 'windows');
    fc.assert(
      fc.property(linux, minors, ({ metadata, spec }, minor) => {
        const pod = { annotations: metadata.annotations ?? {}, spec };
        const [restricted, baseline] = [evaluatePod(pod, 'restricted', minor), evaluatePod(pod, 'baseline', minor)];
        expect(evaluatePod(pod, 'privileged', minor)).toEqual([]);
        seen[baseline.length === 0 ? 'allowed' : 'refused'] += 1;
        if (restricted.length === 0) expect(baseline).toEqual([]);
      }),
      cases(400, 1000),
    );
    expect(Math.min(seen.allowed, seen.refused)).toBeGreaterThan(0);
  });

  test('a violation of a container points into a container that is there', () => {
    fc.assert(
      fc.property(anyPod, ({ metadata, spec }) => {
        for (const { path } of evaluatePod({ annotations: metadata.annotations ?? {}, spec }, 'restricted', 34)) {
          const [, list, index] = path;
          if (typeof index !== 'number') continue;
          expect((spec as Record<string, readonly unknown[]>)[String(list)]?.[index]).toBeDefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    [undefined, 34],
    ['latest', 34],
    ['v1.28', 28],
    ['v1.99', 34],
    ['1.28', undefined],
    [true, undefined],
  ])('version %p of the policy is %p in a cluster of 1.34', (version, minor) => {
    expect(policyMinor(version, '1.34.2')).toBe(minor);
  });
});
