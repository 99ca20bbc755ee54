import type { Cluster, JsonObject } from '../../lib/index.js';
import { resources } from './resources.js';

/**
 * Values of the PostgreSQL that Gitea's chart brings (S3-71). Its images are frozen in bitnamilegacy (X-27, trap 48);
 * the tag is the one that its chart was made for.
 */
export function giteaPostgresql(cluster: Cluster, existingSecret: string): JsonObject {
  const [, repository = '', tag = ''] = /^[^/]+\/(.+):([^:]+)$/.exec(cluster.image('gitea-postgresql')) ?? [];
  const auth = { username: 'gitea', database: 'gitea', existingSecret };
  return {
    enabled: true,
    image: { registry: 'docker.io', repository, tag },
    global: { postgresql: { auth } },
    primary: { persistence: { size: '10Gi' }, resources: resources('100m', '256Mi', '1Gi') },
  };
}
