import type { Bringer } from '../brought.js';

const PROMETHEUS = 'monitoring.coreos.com';

/** Services that the Prometheus and OpenTelemetry operators make. */
export const MONITORING: readonly Bringer[] = [
  governing('Prometheus', 'prometheus-operated', [9090, 'web']),
  governing('PrometheusAgent', 'prometheus-agent-operated', [9090, 'web']),
  governing('Alertmanager', 'alertmanager-operated', [9093, 9094, 'web', 'http-web', 'tcp-mesh', 'udp-mesh']),
  governing('ThanosRuler', 'thanos-ruler-operated', [10901, 10902, 'grpc', 'web']),
  {
    group: 'opentelemetry.io',
    kind: 'OpenTelemetryCollector',
    *brings({ id: { name } }) {
      for (const suffix of ['', '-headless', '-monitoring']) {
        yield { kind: 'Service', name: `${name}-collector${suffix}` };
      }
      yield { kind: 'ServiceAccount', name: `${name}-collector` };
    },
  },
];

function governing(kind: string, name: string, ports: readonly (string | number)[]): Bringer {
  return {
    group: PROMETHEUS,
    kind,
    *brings() {
      yield { kind: 'Service', name, ports };
    },
  };
}
