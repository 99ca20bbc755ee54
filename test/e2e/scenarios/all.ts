import { BLOCKED_DEPENDANTS } from './blocked-dependants.js';
import { CHANGED_IMAGE } from './changed-image.js';
import { FAULTS_SHOWN } from './faults-shown.js';
import { REMOVED_UNIT } from './removed-unit.js';
import type { Scenario } from './scenario.js';
import { WRONG_KEY } from './wrong-key.js';

/** In the order in which they are tried. */
export const SCENARIOS: readonly Scenario[] = [
  CHANGED_IMAGE,
  BLOCKED_DEPENDANTS,
  FAULTS_SHOWN,
  WRONG_KEY,
  REMOVED_UNIT,
];
