import { chartFileKnown } from './declarations/chart-file-known.js';
import { configFileName } from './declarations/config-file-name.js';
import { dependencyCycle, dependencyKnown } from './declarations/dependency-cycle.js';
import { fileInUnit } from './declarations/file-in-unit.js';
import { fileUnique } from './declarations/file-unique.js';
import { foreignFile } from './declarations/foreign-file.js';
import { kindKnown } from './declarations/kind-known.js';
import { literalVariable } from './declarations/literal-variable.js';
import { objectUnique } from './declarations/object-unique.js';
import { unitUnique } from './declarations/unit-unique.js';
import { variableKnown } from './declarations/variable-known.js';
import type { Rule } from './rule.js';
import { creationRule } from './sealed/creation-rule.js';
import { mixedRecipients } from './sealed/mixed-recipients.js';
import { sealedCertificate } from './sealed/sealed-certificate.js';
import { sealedClearPart } from './sealed/sealed-clear-part.js';
import { sealedConstant } from './sealed/sealed-constant.js';
import { sealedFile } from './sealed/sealed-file.js';
import { sealedKeys } from './sealed/sealed-keys.js';
import { sealedMacScope } from './sealed/sealed-mac-scope.js';
import { sealedMetadata } from './sealed/sealed-metadata.js';
import { sealedRecipients } from './sealed/sealed-recipients.js';
import { sealedValues } from './sealed/sealed-values.js';
import { secretStandIn } from './sealed/secret-stand-in.js';

/** Every rule, in the order in which findings are listed. Nothing registers itself. */
export const RULES: readonly Rule[] = [
  unitUnique,
  objectUnique,
  fileUnique,
  fileInUnit,
  configFileName,
  dependencyCycle,
  dependencyKnown,
  kindKnown,
  variableKnown,
  literalVariable,
  chartFileKnown,
  foreignFile,
  creationRule,
  mixedRecipients,
  sealedFile,
  sealedClearPart,
  sealedKeys,
  sealedValues,
  sealedConstant,
  sealedMetadata,
  sealedMacScope,
  sealedRecipients,
  sealedCertificate,
  secretStandIn,
];
