import type { Cluster, Unit } from '../../lib/index.js';
import { activityWatch } from '../apps/activitywatch.js';
import { bazelCache } from '../apps/bazel-cache.js';
import { cloudNativePg } from '../apps/datastore/cloudnative-pg.js';
import { postgresCluster } from '../apps/datastore/postgres-cluster.js';
import { firecrawl } from '../apps/firecrawl.js';
import { gitea } from '../apps/gitea.js';
import { harbor } from '../apps/harbor.js';
import { inventree } from '../apps/inventree.js';
import { matrix } from '../apps/matrix.js';
import { firecrawlMcp } from '../apps/mcp/firecrawl-mcp.js';
import { githubMcp } from '../apps/mcp/github-mcp.js';
import { kubernetesMcp } from '../apps/mcp/kubernetes-mcp.js';
import { alloy } from '../apps/monitoring/alloy.js';
import { kubePrometheusStack } from '../apps/monitoring/kube-prometheus-stack.js';
import { loki } from '../apps/monitoring/loki.js';
import { openTelemetryCollector } from '../apps/monitoring/opentelemetry-collector.js';
import { tempo } from '../apps/monitoring/tempo.js';
import type { SingleSignOn } from '../apps/security/single-sign-on.js';
import { googleDriveSync } from '../apps/sync/google-drive-sync.js';
import { syncthing } from '../apps/sync/syncthing.js';
import { webhookInbox } from '../apps/webhook-inbox.js';
import { metricsServer } from '../infrastructure/metrics-server.js';
import { openTelemetryOperator } from '../infrastructure/monitoring/opentelemetry-operator.js';
import { prometheusOperatorCrds } from '../infrastructure/monitoring/prometheus-operator-crds.js';

export interface TestClusterAppsOptions {
  /** authentik, where every app's users come from. */
  readonly sso: Pick<SingleSignOn, 'after'>;
  /** Units after which authentik knows an app (S3-67, phase 4). */
  readonly known: { readonly gitea: Unit; readonly matrix: Unit; readonly others: Unit };
  readonly certManager: Unit;
}

/** What test-cluster is for, on top of its platform: observability in the plan's order, then the services (S3-71 to S3-88). */
export function testClusterApps(c: Cluster, { sso, known, certManager }: TestClusterAppsOptions): void {
  const identity = sso.after(known.others);
  const definitions = prometheusOperatorCrds(c);
  const metrics = metricsServer(c);
  const stack = kubePrometheusStack(c, {
    definitions,
    dependsOn: [metrics],
    identity,
    gateways: false,
    size: { retention: '30d', retentionSize: '26GB', prometheusStorage: '30Gi', scrapeInterval: '30s' },
    otlp: true,
  });
  const logs = loki(c, { dependsOn: [stack] });
  alloy(c, { loki: logs });
  const traces = tempo(c, { dependsOn: [logs] });
  openTelemetryOperator(c, { certManager, dependsOn: [logs] });
  openTelemetryCollector(c, { stack, loki: logs, tempo: traces });

  cloudNativePg(c);
  const postgres = postgresCluster(c, { instances: 2, size: '30Gi' });
  gitea(c, { identity: sso.after(known.gitea) });
  harbor(c, { identity, database: postgres.database('harbor') });
  matrix(c, { identity: sso.after(known.matrix), database: postgres.database('synapse', { locale: 'C' }) });
  inventree(c, { identity, database: postgres.database('inventree') });

  const files = syncthing(c, { identity, address: '10.0.3.5' });
  googleDriveSync(c, { of: files });
  bazelCache(c);
  activityWatch(c, { identity });
  webhookInbox(c, { identity });

  const crawler = firecrawl(c);
  firecrawlMcp(c, { firecrawl: crawler });
  githubMcp(c);
  kubernetesMcp(c);
}
