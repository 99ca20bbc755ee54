import type { JsonObject } from '../../model/json.js';
import { terraformVariable } from './terraform-text.js';

/** Variables of the root module: what is no business of a repository, or is a variable of the cluster as well. */
export function edgeVariables(used: {
  readonly zone: boolean;
  readonly account: boolean;
  readonly people: boolean;
  readonly cluster: readonly string[];
}): Record<string, JsonObject> {
  return {
    ...(used.zone ? { zone_id: id('zone_id', 'Id of the zone: its overview in the dashboard shows it.') } : {}),
    ...(used.account ? { account_id: id('account_id', 'Id of the account, beside that of the zone.') } : {}),
    ...(used.people ? PEOPLE : {}),
    ...Object.fromEntries(
      used.cluster.map((name) => [
        terraformVariable(name),
        { type: 'string', description: `What the cluster knows as ${name}.`, nullable: false },
      ]),
    ),
  };
}

function id(name: string, description: string): JsonObject {
  return {
    type: 'string',
    description,
    nullable: false,
    validation: [
      {
        condition: `\${can(regex("^[0-9a-f]{32}$", var.${name}))}`,
        error_message: 'An id has 32 digits and letters from a to f.',
      },
    ],
  };
}

const PEOPLE: Record<string, JsonObject> = {
  access_emails: {
    type: 'set(string)',
    description: 'Addresses of the people that a login lets in.',
    nullable: false,
    validation: [
      {
        condition: '${length(var.access_emails) > 0}',
        error_message: 'With no address nobody gets in.',
      },
    ],
  },
  identity_provider_id: {
    type: 'string',
    description: 'Id of the login method to use, such as Dex. Without it people choose among those that there are.',
    default: null,
  },
};
