import { allowIngress, type Unit, type WebApp } from '../../../lib/index.js';

/** Pods with this label, in whatever namespace, may use MCP servers. */
export const MCP_CLIENT = { 'homelab/mcp': 'client' } as const;

/**
 * MCP servers ask for no login and act with rights of their own: none is reachable from outside, and inside only for
 * who has the label (S3-82). A person reaches them by `kubectl port-forward`.
 */
export function allowMcpClients(unit: Unit, { selector: pods, port, name }: WebApp): void {
  const peers = [{ namespaceSelector: {}, podSelector: { matchLabels: { ...MCP_CLIENT } } }];
  allowIngress(unit, `allow-clients-of-${name}`, { pods, peers, ports: [port] });
}
