export type YamlErrorCode =
  | 'YAML_NOT_A_NUMBER'
  | 'YAML_NOT_PLAIN'
  | 'YAML_LONE_SURROGATE'
  | 'YAML_TOO_DEEP'
  | 'YAML_MARKER_MISPLACED'
  | 'YAML_MARKER_MALFORMED'
  | 'YAML_MARKED_DOCUMENTS'
  | 'YAML_SOURCE_MALFORMED';

/** A value or file that cannot become YAML. The message never holds the value itself, which may be a secret. */
export class YamlError extends Error {
  override readonly name = 'YamlError';

  constructor(
    readonly code: YamlErrorCode,
    message: string,
    /** @default none */
    readonly hint?: string,
  ) {
    super(message);
  }
}
