import * as z from 'zod';
import { fields, labelSelector, optionalFields, text, texts, whole } from './field-types.js';

const nodeRequirement = fields(
  { key: text, operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']) },
  { values: texts },
);
const nodeTerm = optionalFields({
  matchExpressions: z.array(nodeRequirement),
  matchFields: z.array(nodeRequirement),
});

export const nodeAffinity = optionalFields({
  requiredDuringSchedulingIgnoredDuringExecution: fields({ nodeSelectorTerms: z.array(nodeTerm) }, {}),
  preferredDuringSchedulingIgnoredDuringExecution: z.array(fields({ preference: nodeTerm, weight: whole }, {})),
});

const podTerm = fields(
  { topologyKey: text },
  {
    labelSelector,
    namespaceSelector: labelSelector,
    namespaces: texts,
    matchLabelKeys: texts,
    mismatchLabelKeys: texts,
  },
);

const podAffinity = optionalFields({
  requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm),
  preferredDuringSchedulingIgnoredDuringExecution: z.array(fields({ podAffinityTerm: podTerm, weight: whole }, {})),
});

/** `affinity` of a pod. */
export const affinity = optionalFields({ nodeAffinity, podAffinity, podAntiAffinity: podAffinity });

/** `tolerations` of a pod. */
export const tolerations = z.array(
  optionalFields({
    key: text,
    operator: z.enum(['Exists', 'Equal', 'Lt', 'Gt']),
    value: text,
    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
    tolerationSeconds: whole,
  }),
);

const nodePolicy = z.enum(['Honor', 'Ignore']);
/** `topologySpreadConstraints` of a pod. */
export const topologySpreadConstraints = z.array(
  fields(
    { maxSkew: whole, topologyKey: text, whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']) },
    {
      labelSelector,
      matchLabelKeys: texts,
      minDomains: whole,
      nodeAffinityPolicy: nodePolicy,
      nodeTaintsPolicy: nodePolicy,
    },
  ),
);
