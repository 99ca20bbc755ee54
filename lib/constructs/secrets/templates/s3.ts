import * as z from 'zod';
import { asked } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { word } from './credential-text.js';

export const s3Schema = () => z.object({ ACCESS_KEY_ID: word, ACCESS_SECRET_KEY: word });

export type S3Credentials = z.infer<ReturnType<typeof s3Schema>>;

/** Access to a bucket, by the names that CloudNativePG's documents use (S1-81). `purpose` completes the question. */
export function s3Credentials({ purpose }: { readonly purpose: string }): SecretTemplate<keyof S3Credentials> {
  return secretTemplate(s3Schema, () => ({
    ACCESS_KEY_ID: asked(`Key id ${purpose}`, { placeholder: 'placeholder-key-id' }),
    ACCESS_SECRET_KEY: asked(`Secret key ${purpose}`, { placeholder: 'placeholder-secret-key' }),
  }));
}
