import type { Tls } from '../strategies.js';

/** TLS ends before traffic reaches the cluster, such as at Cloudflare. */
export function edgeTls(): Tls {
  return { name: 'edge', certificate: () => undefined };
}
