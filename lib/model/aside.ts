/**
 * A file in the cluster's folder that synth writes and Flux never applies: what Talos, Terraform or a machine outside
 * of the cluster takes.
 */
export interface AsideFile {
  /** Relative to the cluster's folder: `edge/cloudflare.tf.json`. */
  readonly path: string;
  /** Whole, with a header that names its source. */
  readonly text: string;
  /** Chart file that it comes from. */
  readonly source: string;
}
