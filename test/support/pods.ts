import * as fc from 'fast-check';
import type { JsonObject } from '../../lib/model/json.js';

/** A pod as the Pod Security Standards see it: every field that they look at, with values of either kind. */
export interface AnyPod {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: JsonObject;
}

type Values = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Each key is there or not, evenly. */
const some = (values: Values): fc.Arbitrary<JsonObject> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, fc.option(value, { nil: undefined, freq: 2 })]),
      ),
    )
    .map(
      (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as JsonObject,
    );

const flag = fc.boolean();
const oneOf = (...values: unknown[]) => fc.constantFrom(...values);
const profile = oneOf(
  { type: 'RuntimeDefault' },
  { type: 'Localhost', localhostProfile: 'p' },
  { type: 'Unconfined' },
  {},
);
const selinux = some({
  type: oneOf('', 'container_t', 'container_init_t', 'container_engine_t', 'spc_t'),
  user: oneOf('', 'system_u'),
  role: oneOf('', 'system_r'),
  level: oneOf('s0'),
});
const capability = fc.constantFrom('NET_BIND_SERVICE', 'CHOWN', 'SETUID', 'NET_RAW', 'SYS_ADMIN', 'ALL');
const shared: Values = {
  appArmorProfile: profile,
  seccompProfile: profile,
  seLinuxOptions: selinux,
  runAsNonRoot: flag,
  runAsUser: oneOf(0, 1, 1000),
  windowsOptions: some({ hostProcess: flag }),
};
const handler = some({
  httpGet: some({ host: oneOf('', 'example.org', '127.0.0.1'), port: oneOf(80) }),
  tcpSocket: some({ host: oneOf('', 'example.org'), port: oneOf(80) }),
});
const container = (name: string) =>
  some({
    image: oneOf('app:1'),
    ports: fc.array(some({ containerPort: oneOf(80), hostPort: oneOf(0, 80, 443) }), { maxLength: 2 }),
    livenessProbe: handler,
    readinessProbe: handler,
    startupProbe: handler,
    lifecycle: some({ postStart: handler, preStop: handler }),
    securityContext: fc.oneof(
      some({
        ...shared,
        privileged: flag,
        allowPrivilegeEscalation: flag,
        procMount: oneOf('Default', 'Unmasked'),
        capabilities: some({
          add: fc.array(capability, { maxLength: 2 }),
          drop: fc.array(capability, { maxLength: 2 }),
        }),
      }),
      oneOf({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }),
    ),
  }).map((rest) => ({ name, ...rest }));
const containers = (prefix: string, least: number) =>
  fc
    .tuple(container(`${prefix}-a`), container(`${prefix}-b`))
    .chain((both) => fc.integer({ min: least, max: 2 }).map((count) => both.slice(0, count)));
const volume = oneOf(
  { hostPath: { path: '/' } },
  { configMap: { name: 'c' } },
  { secret: { secretName: 's' } },
  { emptyDir: {} },
  { nfs: { server: 'nas', path: '/' } },
  { csi: { driver: 'd' } },
  { persistentVolumeClaim: { claimName: 'c' } },
  { projected: { sources: [] } },
  { ephemeral: {} },
  { image: { reference: 'r' } },
  { downwardAPI: {} },
  { iscsi: { targetPortal: 't', iqn: 'i', lun: 0 } },
  { gitRepo: { repository: 'r' } },
  {},
) as fc.Arbitrary<JsonObject>;
const sysctl = fc.constantFrom(
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'kernel.msgmax',
);

/** Pods of every kind: some break no control, most break a few. */
export const anyPod: fc.Arbitrary<AnyPod> = fc.record({
  metadata: some({
    annotations: some({
      'container.apparmor.security.beta.kubernetes.io/main-a': oneOf(
        'runtime/default',
        'unconfined',
        'localhost/p',
        '',
      ),
      'seccomp.security.alpha.kubernetes.io/pod': oneOf('runtime/default', 'unconfined', 'docker/default'),
      'container.seccomp.security.alpha.kubernetes.io/main-a': oneOf('localhost/p', 'unconfined'),
    }),
  }) as fc.Arbitrary<AnyPod['metadata']>,
  spec: fc
    .record({
      rest: some({
        hostNetwork: flag,
        hostPID: flag,
        hostIPC: flag,
        hostUsers: flag,
        os: oneOf({ name: 'windows' }, { name: 'linux' }),
        securityContext: fc.oneof(
          some({
            ...shared,
            sysctls: fc.array(
              sysctl.map((name) => ({ name, value: '1' })),
              { maxLength: 2 },
            ),
          }),
          oneOf({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
        ),
        volumes: fc
          .array(volume, { maxLength: 2 })
          .map((volumes) => volumes.map((one, index) => ({ name: `v${index}`, ...one }))),
        initContainers: containers('init', 0),
        ephemeralContainers: containers('debug', 0),
      }),
      main: containers('main', 1),
    })
    .map(({ rest, main }) => ({ ...rest, containers: main }) as unknown as JsonObject),
});
