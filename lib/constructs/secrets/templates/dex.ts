import * as z from 'zod';
import type { SecretKeyRef } from '../../../model/secret.js';
import { bcryptHash, generated } from '../../secret-values.js';
import { SecretTemplate, secretTemplate } from '../secret-template.js';
import { longKey, password } from './credential-text.js';

const bcrypt = z.string().regex(/^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$/, 'a bcrypt hash');

/** Passwords of users in Dex's own config, by name. No pod needs them: people log in with them (S1-71). */
export function dexUsers<Name extends string>(names: readonly Name[]): SecretTemplate<Name> {
  return new SecretTemplate(
    () => z.object(byName(names, () => password)),
    () => byName(names, () => generated({ length: 24 })),
  );
}

/** The hashes of those passwords, which are all that Dex sees. */
export function dexPasswordHashes<Name extends string>(
  names: readonly Name[],
  users: { operand(key: Name): { readonly ref: SecretKeyRef } },
): SecretTemplate<Name> {
  return new SecretTemplate(
    () => z.object(byName(names, () => bcrypt)),
    () => byName(names, (name) => bcryptHash(users.operand(name))),
  );
}

export const dexClientSchema = () => z.object({ secret: longKey });

export type DexClient = z.infer<ReturnType<typeof dexClientSchema>>;

/** Secret of an application that asks Dex who somebody is. */
export function dexClient(): SecretTemplate<keyof DexClient> {
  const rotation = 'the application knows the old secret: change it there, too';
  return secretTemplate(dexClientSchema, () => ({ secret: generated({ length: 48, rotation }) }));
}

function byName<Name extends string, T>(names: readonly Name[], of: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;
}
