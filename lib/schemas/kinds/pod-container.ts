import * as z from 'zod';
import { fields, flag, intOrString, optionalFields, pullPolicy, text, texts, whole } from './field-types.js';
import { env, envFrom, resources } from './pod-environment.js';
import { securityContext } from './pod-security.js';

const exec = optionalFields({ command: texts });
const scheme = z.enum(['HTTP', 'HTTPS']);
const httpGet = fields(
  { port: intOrString },
  { host: text, path: text, scheme, httpHeaders: z.array(fields({ name: text, value: text }, {})) },
);
const tcpSocket = fields({ port: intOrString }, { host: text });

/** How often and how long a probe tries. */
export const probeTiming = {
  initialDelaySeconds: whole,
  periodSeconds: whole,
  timeoutSeconds: whole,
  successThreshold: whole,
  failureThreshold: whole,
};

/** `livenessProbe`, `readinessProbe` and `startupProbe` of a container. */
export const probe = optionalFields({
  ...probeTiming,
  terminationGracePeriodSeconds: whole,
  exec,
  httpGet,
  tcpSocket,
  grpc: fields({ port: whole }, { service: text }),
});

const hook = optionalFields({ exec, httpGet, tcpSocket, sleep: fields({ seconds: whole }, {}) });
/** `lifecycle` of a container. */
export const lifecycle = optionalFields({ postStart: hook, preStop: hook, stopSignal: text });

/** `volumeMounts` of a container. */
export const volumeMounts = z.array(
  fields(
    { mountPath: text, name: text },
    {
      mountPropagation: z.enum(['None', 'HostToContainer', 'Bidirectional']),
      readOnly: flag,
      recursiveReadOnly: text,
      subPath: text,
      subPathExpr: text,
    },
  ),
);

const restartRule = fields(
  { action: text },
  { exitCodes: fields({ operator: z.enum(['In', 'NotIn']) }, { values: z.array(whole) }) },
);

/** A container of a pod. */
export const container = fields(
  { name: text },
  {
    image: text,
    imagePullPolicy: pullPolicy,
    command: texts,
    args: texts,
    workingDir: text,
    env,
    envFrom,
    ports: z.array(
      fields(
        { containerPort: whole },
        { hostIP: text, hostPort: whole, name: text, protocol: z.enum(['TCP', 'UDP', 'SCTP']) },
      ),
    ),
    resources,
    resizePolicy: z.array(fields({ resourceName: text, restartPolicy: text }, {})),
    restartPolicy: text,
    restartPolicyRules: z.array(restartRule),
    volumeMounts,
    volumeDevices: z.array(fields({ devicePath: text, name: text }, {})),
    securityContext,
    lifecycle,
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    stdin: flag,
    stdinOnce: flag,
    tty: flag,
    terminationMessagePath: text,
    terminationMessagePolicy: z.enum(['File', 'FallbackToLogsOnError']),
  },
);
export const containers = z.array(container);
