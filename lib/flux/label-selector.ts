import type { JsonObject } from '../model/json.js';

/** Whether a Kubernetes label selector matches; an empty one matches everything. */
export function selects(selector: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const named = Object.entries(mapOf(selector.matchLabels)).every(([key, value]) => labels[key] === value);
  const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions : [];
  return named && expressions.map(mapOf).every((expression) => holds(expression, labels));
}

function holds({ key, operator, values }: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const label = labels[String(key)];
  const listed = label !== undefined && Array.isArray(values) && values.includes(label);
  if (operator === 'In') return listed;
  if (operator === 'NotIn') return !listed;
  if (operator === 'Exists') return label !== undefined;
  return operator === 'DoesNotExist' && label === undefined;
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** Labels that a selector asks for, one value of each; for a look at what it is after. */
export function wantedLabels(selector: unknown): Record<string, string> {
  const { matchLabels, matchExpressions } = mapOf(selector);
  const listed = (Array.isArray(matchExpressions) ? matchExpressions : []).map(mapOf).flatMap(({ key, values }) => {
    const [value] = Array.isArray(values) ? values : [];
    return typeof value === 'string' ? [[String(key), value] as const] : [];
  });
  const named = Object.entries(mapOf(matchLabels)).filter((one): one is [string, string] => typeof one[1] === 'string');
  return Object.fromEntries([...listed, ...named]);
}
