export interface Tailnet {
  /** Network that the cluster's routers advertise: `10.0.3.0/27`. */
  readonly route: string;
  /** Tag of those routers: `tag:cluster-router`. */
  readonly tag: string;
  /** Who may give a machine that tag. @default nobody by hand: auth keys carry it */
  readonly owners?: readonly string[];
  /** Address of the VPS in the tailnet. */
  readonly vps: string;
}

/**
 * What the policy of Headscale or Tailscale has to say besides what it says already: routes of tagged machines need no
 * approval by hand, and the VPS reaches those ports (S3-42). HuJSON is JSON with comments.
 */
export function tailnetPolicy(
  { route, tag, owners = [], vps }: Tailnet,
  ports: readonly string[],
  secondary: boolean,
): string {
  const rules = [rule([vps], ports), ...(secondary ? [rule([tag], [`${vps}:53`])] : [])];
  return [
    '// For the policy of Headscale or Tailscale: what is here goes into the lists of the same names there.',
    '{',
    `  "tagOwners": ${inline({ [tag]: owners })},`,
    '  // Without it somebody has to approve the route of every new node.',
    `  "autoApprovers": { "routes": ${inline({ [route]: [tag] })} },`,
    '  "acls": [',
    ...rules.map((text, index) => `    ${text}${index < rules.length - 1 ? ',' : ''}`),
    '  ]',
    '}',
    '',
  ].join('\n');
}

function rule(src: readonly string[], dst: readonly string[]): string {
  return inline({ action: 'accept', src, dst });
}

/** JSON on one line with the blanks that people put there. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inline(one)}`);
  return `{ ${entries.join(', ')} }`;
}
