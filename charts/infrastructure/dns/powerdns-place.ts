const namespace = 'dns';

/** Where PowerDNS is, for those who talk to it and those whom it talks to. */
export const POWERDNS = {
  namespace,
  podLabels: { 'app.kubernetes.io/name': 'powerdns' },
  /** The HTTP API, inside the cluster alone (S3-47). */
  api: { service: 'powerdns-api', port: 8081, url: `http://powerdns-api.${namespace}.svc.cluster.local:8081` },
} as const;
