/** A kind whose newest model is not the version to use. */
export interface VersionChoice {
  /** Version whose model describes the kind. */
  readonly model: string;
  /** Version that clusters serve; its fields are those of the model. */
  readonly served: string;
}

/** Choices by `group/Kind`; every other kind takes the newest version that a package has. */
export type VersionChoices = Readonly<Record<string, VersionChoice>>;

export const SERVED_VERSIONS: VersionChoices = {
  // Gateway API 1.6 serves v1 alone in its standard channel; the models stopped at v1alpha2, whose spec is the same.
  'gateway.networking.k8s.io/TCPRoute': { model: 'v1alpha2', served: 'v1' },
  'gateway.networking.k8s.io/UDPRoute': { model: 'v1alpha2', served: 'v1' },
  // v1beta1 needs the operator's conversion webhook; the definitions as published serve v1alpha1 alone.
  'monitoring.coreos.com/AlertmanagerConfig': { model: 'v1alpha1', served: 'v1alpha1' },
};
