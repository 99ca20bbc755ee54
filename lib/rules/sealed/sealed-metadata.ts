import { faultsOfMetadata } from '../../secrets/sops/judge-metadata.js';
import type { Rule } from '../rule.js';
import { atSecret, sopsFiles } from './shown-files.js';

/**
 * SOPS' own part decides who can open a file and what of it is sealed. Without the Kubernetes `encrypted_regex` names
 * would be sealed as well, or values not at all (S2-03, S2-08, trap 35); another service would be another way in.
 */
export const sealedMetadata: Rule = {
  name: 'sealed-metadata',
  severity: 'error',
  description: 'SOPS’ part of a sealed file is whole: age alone, the Kubernetes encrypted_regex, a MAC and its time.',
  remediation: 'restore the file from Git, or make it anew with npm run secrets -- rotate',
  check: (input) => sopsFiles(input).flatMap(({ file, sops }) => atSecret(input, file, faultsOfMetadata(sops))),
};
