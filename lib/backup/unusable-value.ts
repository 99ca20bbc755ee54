/** Why a text cannot be the value that it stands for. */
export type Unusable = 'masked' | 'placeholder';

/** What a CLI prints instead of a secret (trap 54), and what would be restored in its place. */
const MASKS = ['[secret]', '[unknown]', '[sensitive]', '(sensitive value)', '(sensitive)', '<sensitive>', '[redacted]'];

/** Texts that people write where a value should go some day, as a whole value. */
const PLACEHOLDERS = [
  /^to-?do\b/i,
  /^fix-?me\b/i,
  /^t\.?b\.?[ad]\.?$/i,
  /^x{3,}$/i,
  /^<[^<>]*>$/,
  /^(?:please[-_ ]?)?(?:change|replace|fill|set)[-_ ]?(?:me|this|it|in)\b/i,
  /^your[-_ ][a-z0-9-_ ]+[-_ ](?:here|token|key|password|secret)$/i,
  /^(?:dummy|placeholder)(?:[-_ ].*)?$/i,
];

/** Whether a text is a mask or a placeholder instead of a value; undefined for a value. */
export function unusable(text: string): Unusable | undefined {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  if (MASKS.includes(lower) || /^[*•●]{3,}$/u.test(trimmed)) return 'masked';
  // Inside of JSON, such as a .dockerconfigjson that was made of masked output.
  if (MASKS.some((mask) => lower.includes(`"${mask}"`))) return 'masked';
  return PLACEHOLDERS.some((pattern) => pattern.test(trimmed)) ? 'placeholder' : undefined;
}
