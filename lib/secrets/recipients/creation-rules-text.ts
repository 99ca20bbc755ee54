import { type CreationRule, CreationRulesError, parseCreationRules } from './creation-rules.js';

/** What `.sops.yaml` says, or why it says nothing. */
export interface CreationRulesText {
  readonly rules: readonly CreationRule[];
  /** What is wrong with it as a whole. @default it can be used */
  readonly fault?: string;
}

/** Reads the text of `.sops.yaml`; undefined where there is no such file. */
export function readCreationRules(text: string | undefined): CreationRulesText {
  if (text === undefined) return { rules: [], fault: 'does not exist' };
  try {
    return { rules: parseCreationRules(text) };
  } catch (error) {
    if (!(error instanceof CreationRulesError)) throw error;
    return { rules: [], fault: error.message };
  }
}
