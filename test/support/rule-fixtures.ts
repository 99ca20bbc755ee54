import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { type FixtureTree, readFixture } from './fixture-tree.js';

const FOLDER = 'test/rules/fixtures';

const tree = {
  name: z.string().min(10),
  objects: z.string().optional(),
  ks: z.record(z.string(), z.unknown()).optional(),
  files: z.record(z.string(), z.string().nullable()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
};

const schema = z.strictObject({
  pass: z.array(z.strictObject(tree)).min(1),
  fail: z
    .array(
      z.strictObject({
        ...tree,
        sources: z.array(z.string()).optional(),
        findings: z.array(z.strictObject({ at: z.string(), message: z.string() })).min(1),
      }),
    )
    .min(1),
});

interface Case extends FixtureTree {
  readonly name: string;
}

/** A tree that a rule must object to. */
export interface FailCase extends Case {
  /** Requirements and traps that this very case shows. */
  readonly sources?: readonly string[];
  readonly findings: readonly { readonly at: string; readonly message: string }[];
}

/** What a rule must let pass and what it must find. */
export interface RuleFixtures {
  readonly rule: string;
  readonly pass: readonly Case[];
  readonly fail: readonly FailCase[];
}

/** The fixtures of every rule, in order of name. */
export function ruleFixtures(): RuleFixtures[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => {
    const result = schema.safeParse(readFixture(readFileSync(`${FOLDER}/${file}`, 'utf8')));
    if (!result.success) throw new Error(`${FOLDER}/${file}: ${z.prettifyError(result.error)}`);
    return { rule: file.replace(/\.yaml$/, ''), ...(result.data as Omit<RuleFixtures, 'rule'>) };
  });
}
