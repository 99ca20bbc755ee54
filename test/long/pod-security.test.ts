import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Level } from '../../lib/rules/security/pod-controls/control.js';
import { evaluatePod } from '../../lib/rules/security/pod-controls/evaluate.js';
import { type AnyPod, anyPod } from '../support/pods.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** What Kubernetes' own evaluator calls each control when it refuses a pod. */
const REASONS: Readonly<Record<string, string>> = {
  hostProcess: 'HostProcess',
  'host namespaces': 'Host Namespaces',
  privileged: 'Privileged Containers',
  'hostPath volumes': 'HostPath Volumes',
  hostPort: 'Host Ports',
  'probe or lifecycle host': 'Host Probes / Lifecycle Hooks',
  'forbidden AppArmor profile': 'AppArmor',
  'forbidden AppArmor profiles': 'AppArmor',
  seLinuxOptions: 'SELinux',
  procMount: '/proc Mount Type',
  'forbidden sysctls': 'Sysctls',
  seccompProfile: 'Seccomp',
  'restricted volume types': 'Volume Types',
  'allowPrivilegeEscalation != false': 'Privilege Escalation',
  'runAsNonRoot != true': 'Running as Non-root',
  'runAsUser=0': 'Running as Non-root user',
  'non-default capabilities': 'Capabilities',
  'unrestricted capabilities': 'Capabilities',
};

interface Question extends AnyPod {
  readonly level: Level;
  readonly version: string;
}

/** A program that puts pods to the evaluator of the API server, one a line. */
const ORACLE = `package main

import (
	"encoding/json"
	"os"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type question struct {
	Level    api.Level       \`json:"level"\`
	Version  string          \`json:"version"\`
	Metadata meta.ObjectMeta \`json:"metadata"\`
	Spec     core.PodSpec    \`json:"spec"\`
}

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for in.More() {
		var q question
		if err := in.Decode(&q); err != nil {
			panic(err)
		}
		version, err := api.ParseVersion(q.Version)
		if err != nil {
			panic(err)
		}
		results := evaluator.EvaluatePod(api.LevelVersion{Level: q.Level, Version: version}, &q.Metadata, &q.Spec)
		reasons := policy.AggregateCheckResults(results).ForbiddenReasons
		if reasons == nil {
			reasons = []string{}
		}
		if err := out.Encode(reasons); err != nil {
			panic(err)
		}
	}
}
`;

/** The program, built; undefined where there is no Go or nothing to build it from. */
function buildOracle(): string | undefined {
  const go = (...args: string[]) => execFileSync('go', args, { cwd: folder, stdio: 'pipe' });
  const folder = temporaryFolder({ 'main.go': ORACLE, 'go.mod': 'module oracle\n\ngo 1.25\n' });
  try {
    go('get', 'k8s.io/pod-security-admission@v0.36.0');
    go('mod', 'tidy');
    go('build', '-o', 'oracle', '.');
    return `${folder}/oracle`;
  } catch {
    return undefined;
  }
}

const VERSIONS = [12, 18, 19, 21, 22, 23, 24, 25, 26, 27, 29, 31, 32, 34, 35];

test('a pod is refused for the very controls for which the API server refuses it (S1-78, X-18)', () => {
  const oracle = buildOracle();
  if (oracle === undefined) {
    sayAloud('Pod Security against Kubernetes’ own evaluator: no Go that could build it');
    return;
  }
  const questions = fc.sample(
    fc
      .record({
        pod: anyPod,
        level: fc.constantFrom<Level>('baseline', 'restricted'),
        minor: fc.constantFrom(...VERSIONS),
      })
      .map(({ pod, level, minor }): Question & { minor: number } => ({ ...pod, level, version: `v1.${minor}`, minor })),
    { numRuns: 20_000, seed: Number(process.env.SEED ?? 20_261_121) },
  );
  const lines = questions.map((question) => JSON.stringify(question)).join('\n');
  const { stdout } = spawnSync(oracle, { input: lines, encoding: 'utf8', maxBuffer: 1 << 28 });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
  expect(answers).toHaveLength(questions.length);
  const seen = new Set<string>();
  for (const [index, { metadata, spec, level, minor }] of questions.entries()) {
    const wanted = (answers[index] as string[]).map((reason) => REASONS[reason] ?? reason).sort();
    const found = evaluatePod({ annotations: metadata.annotations ?? {}, spec }, level, minor);
    for (const control of wanted) seen.add(`${level} ${control}`);
    if (wanted.length === 0) seen.add(`${level} allowed`);
    const question = questions[index];
    expect({ question, controls: [...new Set(found.map(({ control }) => control))].sort() }).toEqual({
      question,
      controls: wanted,
    });
  }
  // Every control was broken somewhere, and some pods were let in.
  expect(seen.size).toBeGreaterThanOrEqual(2 * new Set(Object.values(REASONS)).size - 6);
}, 600_000);
