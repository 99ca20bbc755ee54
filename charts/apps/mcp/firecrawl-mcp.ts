import { type Cluster, Unit, WebApp } from '../../../lib/index.js';
import { FIRECRAWL } from '../firecrawl.js';
import { allowMcpClients } from './mcp-clients.js';

export interface FirecrawlMcpOptions {
  readonly firecrawl: Unit;
}

const PORT = 3000;

/** Firecrawl as tools for a language model: search, scrape, crawl (S3-81). */
export function firecrawlMcp(cluster: Cluster, { firecrawl }: FirecrawlMcpOptions): Unit {
  const unit = new Unit(cluster.apps('mcp'), 'firecrawl-mcp', { dependsOn: [firecrawl] });
  const app = new WebApp(unit, 'firecrawl-mcp', {
    image: cluster.image('firecrawl-mcp'),
    port: PORT,
    env: {
      HTTP_STREAMABLE_SERVER: true,
      HOST: '0.0.0.0',
      PORT,
      // A Firecrawl of one's own asks for no key.
      FIRECRAWL_API_URL: `http://firecrawl.${FIRECRAWL.namespace}.svc.cluster.local:${FIRECRAWL.port}`,
    },
    resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '384Mi' } },
  });
  allowMcpClients(unit, app);
  return unit;
}
