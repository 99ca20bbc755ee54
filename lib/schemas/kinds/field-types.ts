import * as z from 'zod';

/** Text, as the API takes it. */
export const text = z.string();
export const flag = z.boolean();
/** A whole number; the API's int32 and int64. */
export const whole = z.int();
export const texts = z.array(text);
export const textMap = z.record(text, text);
/** Anything: what only the program that reads it can judge. */
export const open = z.unknown();

/** An object of exactly these fields: the required ones first, then the optional ones. */
export function fields<Required extends z.core.$ZodLooseShape, Optional extends z.core.$ZodLooseShape>(
  required: Required,
  optional: Optional,
) {
  return z.strictObject(optional).partial().extend(required);
}

/** An object of exactly these fields, none of them required. */
export function optionalFields<Optional extends z.core.$ZodLooseShape>(optional: Optional) {
  return z.strictObject(optional).partial();
}

/** A number, or text: a port by number or by name, a count or a percentage. */
export const intOrString = z.union([whole, text]);

/** `500m`, `1Gi`, `2`. */
export const quantity = z.union([
  z.number(),
  z
    .string()
    .regex(/^[+-]?(\d+(\.\d*)?|\.\d+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?(\d+(\.\d*)?|\.\d+)))?$/, 'no quantity'),
]);

/** `90s`, `1h30m`: a Go duration. A controller that meets another text stops reading the whole kind. */
export const duration = z
  .string()
  .regex(/^[+-]?((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$|^[+-]?0$/, 'no duration such as 90s or 1h30m');

export const port = z.int().min(1).max(65535);

/** An object of the same namespace, by name. */
export const nameRef = optionalFields({ name: text });
/** A key of a Secret or a ConfigMap. */
export const keyRef = fields({ key: text }, { name: text });
/** The same, where it may be absent. */
export const optionalKeyRef = fields({ key: text }, { name: text, optional: flag });

const requirement = fields(
  { key: text, operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']) },
  { values: texts },
);
export const labelSelector = optionalFields({ matchLabels: textMap, matchExpressions: z.array(requirement) });

export const pullPolicy = z.enum(['Always', 'IfNotPresent', 'Never']);

/** What a kind lets say about objects that it makes. */
export const madeMetadata = optionalFields({ annotations: textMap, labels: textMap });
