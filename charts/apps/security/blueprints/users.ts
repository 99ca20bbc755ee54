import { blueprint, groupEntry, ownerEntry } from '../../../../lib/index.js';
import { SSO_GROUPS } from '../sso-applications.js';

/** Name by which the other blueprints wait for this one. */
export const USERS = 'Homelab - users and groups';

/** Variable of authentik's worker that holds the owner's first password. */
export const OWNER_PASSWORD = 'OWNER_PASSWORD';

/** Who owns the cluster, and gets an account in every service (S3-66). */
export interface Owner {
  readonly username: string;
  readonly name: string;
  readonly email: string;
}

/** Groups, and the owner in all of them (S3-65). */
export function usersBlueprint(owner: Owner): string {
  return blueprint(USERS, [
    ...SSO_GROUPS.map(groupEntry),
    ownerEntry({ ...owner, password: OWNER_PASSWORD, groups: SSO_GROUPS }),
  ]);
}
