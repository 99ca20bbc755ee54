import type { Json, JsonObject } from '../../model/json.js';
import { isOpen } from '../check/problem.js';
import { checkContainers, checkVolumes } from './containers.js';
import { checkCustomKinds } from './custom-kinds.js';
import { checkNames } from './names.js';
import { subjectOf } from './pods.js';
import { checkPolicies } from './policies.js';
import { checkPortNumbers } from './port-numbers.js';
import type { Path, SemanticCheck, SemanticProblem } from './read.js';
import { checkSchedules } from './schedules.js';
import { checkServices } from './services.js';
import { checkClaims } from './storage.js';
import { checkWorkloads } from './workloads.js';

/** Every topic, in the order in which problems are listed. */
const CHECKS: readonly SemanticCheck[] = [
  checkNames,
  checkContainers,
  checkVolumes,
  checkWorkloads,
  checkServices,
  checkPortNumbers,
  checkClaims,
  checkSchedules,
  checkPolicies,
  checkCustomKinds,
];

/**
 * What the API server or an operator refuses of an object although its schema lets it pass. Texts that nobody knows
 * before the cluster are never complained about.
 */
export function semanticProblems(object: JsonObject): SemanticProblem[] {
  const subject = subjectOf(object);
  const problems: SemanticProblem[] = [];
  for (const check of CHECKS) for (const problem of check(subject)) problems.push(problem);
  return problems.length === 0 ? problems : problems.filter(({ path }) => !isOpenAt(object, path));
}

/** True where a text that may become anything stands at a path, or above it: nothing is missing in it. */
function isOpenAt(object: JsonObject, path: Path): boolean {
  let value: Json | undefined = object;
  for (const step of path) {
    if (isOpen(value)) return true;
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, Json>)[step] : undefined;
  }
  return isOpen(value);
}
