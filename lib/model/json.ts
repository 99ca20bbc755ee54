/** A plain value: what YAML and JSON can both hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A plain map; undefined members do not exist. Key order is the author's; rendering gives it its customary order. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
