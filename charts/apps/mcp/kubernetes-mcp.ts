import { type Cluster, k8s, ServiceAccount, Unit, WebApp } from '../../../lib/index.js';
import { allowMcpClients } from './mcp-clients.js';

const PORT = 8080;

/** The cluster's API as tools for a language model, to read with: everything but Secrets (S3-82). */
export function kubernetesMcp(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps('mcp'), 'kubernetes-mcp');
  const account = new ServiceAccount(unit, 'kubernetes-mcp');
  // Kubernetes' own role leaves out Secrets, and what would lead to more rights.
  new k8s.KubeClusterRoleBinding(unit, 'view', {
    metadata: { name: 'kubernetes-mcp-view' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
  });
  const app = new WebApp(unit, 'kubernetes-mcp', {
    image: cluster.image('kubernetes-mcp'),
    args: ['--port', String(PORT), '--read-only', '--cluster-provider', 'in-cluster'],
    port: PORT,
    user: 65532,
    health: { path: '/healthz' },
    serviceAccount: account.name,
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  });
  allowMcpClients(unit, app);
  return unit;
}
