import * as z from 'zod';
import { ageKeys, asked } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';

const PREFIX = 'AGE-SECRET-KEY-';
const identity = z.string().regex(new RegExp(`^${PREFIX}(?:PQ-)?1[02-9AC-HJ-NP-Z]{58,}\\s*$`, 'm'), 'an age identity');
const recipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58,}\n?$/, 'an age recipient');

/** Flux takes every key that ends in `.agekey`, and no other (S2-04, trap 33). */
export const sopsAgeSchema = () => z.object({ 'age.agekey': identity });

export type SopsAge = z.infer<ReturnType<typeof sopsAgeSchema>>;

/**
 * The Secret `sops-age` for kustomize-controller. It opens all SOPS files, so it cannot be one of them: bootstrap makes
 * it (`npm run secrets -- flux-key`), or it is sealed or stored elsewhere.
 */
export function sopsAgeKey(): SecretTemplate<keyof SopsAge> {
  return secretTemplate(sopsAgeSchema, () => ({
    'age.agekey': asked("age identity that opens the cluster's SOPS files", {
      placeholder: `${PREFIX}1${'Q'.repeat(58)}`,
      variable: 'SOPS_AGE_KEY',
    }),
  }));
}

export const ageKeyPairSchema = () => z.object({ 'age.agekey': identity, recipient });

export type AgeKeyPair = z.infer<ReturnType<typeof ageKeyPairSchema>>;

/** A key pair of an app that encrypts with age, such as backups: the identity as a file, and the recipient. */
export function ageKeyPair(): SecretTemplate<keyof AgeKeyPair> {
  const keys = ageKeys({ rotation: 'what is encrypted for the old recipient can only be read with the old identity' });
  return secretTemplate(ageKeyPairSchema, () => ({ 'age.agekey': keys.private, recipient: keys.public }));
}
