import { chartFileKnown } from './chart-file-known.js';
import { configFileName } from './config-file-name.js';
import { dependencyCycle, dependencyKnown } from './dependency-cycle.js';
import { fileUnique } from './file-unique.js';
import { foreignFile } from './foreign-file.js';
import { kindKnown } from './kind-known.js';
import { literalVariable } from './literal-variable.js';
import { objectUnique } from './object-unique.js';
import type { Rule } from './rule.js';
import { unitUnique } from './unit-unique.js';
import { variableKnown } from './variable-known.js';

/** Every rule, in the order in which findings are listed. Nothing registers itself. */
export const RULES: readonly Rule[] = [
  unitUnique,
  objectUnique,
  fileUnique,
  configFileName,
  dependencyCycle,
  dependencyKnown,
  kindKnown,
  variableKnown,
  literalVariable,
  chartFileKnown,
  foreignFile,
];
