/** Paths that the clusters' plans name (decision 2), below kubernetes/<cluster>/. */
export const NORMATIVE_PATHS: Readonly<Record<string, readonly string[]>> = {
  'rpi-cluster': [
    ...below('infrastructure/flux-webhook', 'ks.yaml', 'app/receiver.yaml', 'app/secret.sops.yaml', 'app/service.yaml'),
    ...below('infrastructure/network', 'cloudflared/ks.yaml', 'cloudflared/app/config.yaml'),
    'infrastructure/network/external-dns/app/registry-dns-service.yaml',
    'infrastructure/gateway/dynamic-apps-gateway.yaml',
    'flux/settings/cluster-secrets.sops.yaml',
    ...below('apps/dynamic', 'ks.yaml', 'app/namespace.yaml', 'app/serviceaccount.yaml', 'app/rbac.yaml'),
    ...below(
      'apps/dynamic',
      'app/kustomization.yaml',
      'app/imagepullsecret.sops.yaml',
      'image-automation/kustomization.yaml',
    ),
    ...below('apps/automation/n8n', 'ks.yaml', 'app/deployment.yaml', 'app/git-ssh-secret.sops.yaml'),
    ...below('apps/automation/buildah', 'ks.yaml', 'app/serviceaccount.yaml', 'app/pod-template.yaml', 'app/rbac.yaml'),
    'apps/security/dex/ks.yaml',
    ...below('apps/datastore/cloudnative-pg/clusters', 'postgres-cluster.yaml', 's3-credentials.sops.yaml'),
    ...below('apps/monitoring/grafana-dashboards', 'n8n-automation.json', 'dynamic-apps.json'),
    ...below('apps/monitoring/kube-prometheus-stack/alerts', 'n8n-alerts.yaml', 'dynamic-apps-alerts.yaml'),
  ],
  // The plan's `gitops/infrastructure` and `gitops/apps/<service>`, below the cluster's own root (decision 2, X-08).
  almckay: [
    ...below('infrastructure', 'traefik/ks.yaml', 'cert-manager/ks.yaml', 'cluster-issuer/ks.yaml'),
    'infrastructure/cluster-issuer/app/cloudflare-api-token.sops.yaml',
    ...below('apps/postgresql', 'ks.yaml', 'app/helmrelease.yaml', 'app/postgresql-credentials.sops.yaml'),
    ...below('apps/redis', 'ks.yaml', 'app/helmrelease.yaml', 'app/redis-credentials.sops.yaml'),
    ...below('apps/authentik', 'ks.yaml', 'app/helmrelease.yaml', 'app/authentik-credentials.sops.yaml'),
  ],
  'home-ops': ['apps/games/romm/app/helmrelease.yaml'],
};

function below(folder: string, ...files: readonly string[]): string[] {
  return files.map((file) => `${folder}/${file}`);
}
