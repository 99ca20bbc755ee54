import {
  type Cluster,
  ConfigFiles,
  DeclaredSecret,
  emptyDir,
  githubMcpToken,
  Unit,
  WebApp,
} from '../../../lib/index.js';
import { allowMcpClients } from './mcp-clients.js';

const PORT = 8080;
const SERVER_PORT = 8082;

/**
 * GitHub as tools for a language model, to read with (S3-82). Over HTTP the server takes the token from each request;
 * nginx before it adds ours, so that no client has to hold one.
 */
export function githubMcp(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps('mcp'), 'github-mcp');
  const token = new DeclaredSecret(unit, 'github-mcp', githubMcpToken());
  const nginx = new ConfigFiles(unit, 'github-mcp-nginx', { 'default.conf.template': NGINX });
  const app = new WebApp(unit, 'github-mcp', {
    image: cluster.image('nginx-unprivileged'),
    user: 101,
    port: PORT,
    health: { path: '/healthz' },
    env: {
      GITHUB_PERSONAL_ACCESS_TOKEN: token.ref('GITHUB_PERSONAL_ACCESS_TOKEN'),
      // nginx's own variables stay as they are.
      NGINX_ENVSUBST_FILTER: '^GITHUB_',
    },
    mounts: { '/etc/nginx/templates': nginx.mount(), '/etc/nginx/conf.d': emptyDir({ memory: true }) },
    sidecars: {
      server: {
        image: cluster.image('github-mcp'),
        args: ['http', '--port', String(SERVER_PORT), '--read-only'],
        resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '256Mi' } },
      },
    },
  });
  allowMcpClients(unit, app);
  return unit;
}

const NGINX = `server {
  listen ${PORT};

  location = /healthz {
    access_log off;
    return 200;
  }

  location / {
    proxy_pass http://127.0.0.1:${SERVER_PORT};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header Authorization "Bearer \${GITHUB_PERSONAL_ACCESS_TOKEN}";
    # Answers come as a stream of events.
    proxy_buffering off;
    proxy_read_timeout 1h;
  }
}
`;
