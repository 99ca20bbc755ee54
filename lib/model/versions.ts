/** A Helm chart as charts/versions.yaml pins it. */
export interface ChartVersion {
  /** `oci://…` without the chart's name, or the URL of a classic repository. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** A container image as charts/versions.yaml pins it. */
export interface ImageVersion {
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…` */
  readonly digest?: string;
  /** `namespace:name` of the ImagePolicy that owns the tag once the tree has it (S1-51). */
  readonly policy?: string;
}

/** A provider of Terraform as charts/versions.yaml pins it. */
export interface ProviderVersion {
  /** `namespace/name` in the registry of Terraform and in that of OpenTofu. */
  readonly source: string;
  readonly version: string;
}

/** charts/versions.yaml: every version, once. */
export interface Versions {
  readonly charts: Readonly<Record<string, ChartVersion>>;
  readonly images: Readonly<Record<string, ImageVersion>>;
  /** Of the modules that synth writes. @default none */
  readonly providers?: Readonly<Record<string, ProviderVersion>>;
}
