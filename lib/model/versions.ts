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

/** charts/versions.yaml: every version, once. */
export interface Versions {
  readonly charts: Readonly<Record<string, ChartVersion>>;
  readonly images: Readonly<Record<string, ImageVersion>>;
}
