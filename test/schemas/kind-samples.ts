/** The least that each kind of lib/schemas/kinds takes, beside apiVersion, kind and metadata. */
export const MINIMAL: Readonly<Record<string, object>> = {
  'barmancloud.cnpg.io/ObjectStore': { spec: { configuration: { destinationPath: 's3://backups' } } },
  'dns.cav.enablers.ob/ClusterZone': { spec: { kind: 'Native', nameservers: ['ns1.example.org'] } },
  'dns.cav.enablers.ob/Zone': { spec: { kind: 'Native', nameservers: ['ns1.example.org'] } },
  'dns.cav.enablers.ob/ClusterRRset': {
    spec: { name: 'www', type: 'A', ttl: 300, records: ['192.0.2.1'], zoneRef: { kind: 'ClusterZone', name: 'a' } },
  },
  'dns.cav.enablers.ob/RRset': {
    spec: { name: 'www', type: 'A', ttl: 300, records: ['192.0.2.1'], zoneRef: { kind: 'Zone', name: 'a' } },
  },
  'generators.external-secrets.io/SSHKey': { spec: {} },
  'helm.cattle.io/HelmChart': { spec: { chart: 'traefik' } },
  'helm.cattle.io/HelmChartConfig': { spec: { valuesContent: 'service: {}\n' } },
  'infra.contrib.fluxcd.io/Terraform': {
    spec: { interval: '1h', sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
  },
  'k8s.mariadb.com/MariaDB': { spec: { storage: { size: '10Gi' } } },
  'k8s.mariadb.com/Database': { spec: { mariaDbRef: { name: 'mariadb' } } },
  'k8s.mariadb.com/User': { spec: { mariaDbRef: { name: 'mariadb' } } },
  'k8s.mariadb.com/Grant': { spec: { mariaDbRef: { name: 'mariadb' }, privileges: ['SELECT'], username: 'romm' } },
  'kustomize.config.k8s.io/Kustomization': { resources: ['./ks.yaml'] },
  'kustomize.config.k8s.io/Component': { patches: [{ path: 'patch.yaml' }] },
  'longhorn.io/RecurringJob': { spec: { task: 'backup', cron: '0 3 * * *', retain: 7, concurrency: 1 } },
  'metallb.io/IPAddressPool': { spec: { addresses: ['192.0.2.10-192.0.2.20', '198.51.100.0/24', '2001:db8::/120'] } },
  'metallb.io/L2Advertisement': {},
  'metallb.io/BGPAdvertisement': {},
  'metallb.io/BGPPeer': { spec: { myASN: 64500, peerASN: 64501, peerAddress: '192.0.2.1' } },
  'metallb.io/Community': { spec: { communities: [{ name: 'vpn', value: '1234:1' }] } },
  'metallb.io/BFDProfile': {},
  'opentelemetry.io/OpenTelemetryCollector': {
    spec: {
      config: {
        receivers: { otlp: { protocols: { grpc: {} } } },
        exporters: { debug: {} },
        service: { pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } } },
      },
    },
  },
  'opentelemetry.io/Instrumentation': {},
  'snapshot.storage.k8s.io/VolumeSnapshot': { spec: { source: { persistentVolumeClaimName: 'data' } } },
  'snapshot.storage.k8s.io/VolumeSnapshotClass': { driver: 'csi.proxmox.sinextra.dev', deletionPolicy: 'Delete' },
  'vault.banzaicloud.com/Vault': { spec: { config: { storage: { raft: {} }, listener: { tcp: {} } } } },
};
