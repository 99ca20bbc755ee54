/** What is built, from which go.mod of `engines/`, and how its programs are called. */
export interface Engine {
  /** Folder of `engines/` with the pins. */
  readonly piece: string;
  /** Program by the Go package that it is built from. */
  readonly programs: Readonly<Record<string, string>>;
  /** Variables that the linker sets, as the project's own build does. @default none */
  readonly stamps?: Readonly<Record<string, string>>;
}

/** What the API says that it is; charts ask for it. As in engines/kubernetes/go.mod. */
const KUBERNETES = { gitVersion: 'v1.34.2', gitMajor: '1', gitMinor: '34' };

export const ENGINES: readonly Engine[] = [
  { piece: 'etcd', programs: { etcd: 'go.etcd.io/etcd/server/v3' } },
  {
    piece: 'kubernetes',
    programs: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    },
    stamps: Object.fromEntries(
      Object.entries(KUBERNETES).map(([name, value]) => [`k8s.io/component-base/version.${name}`, value]),
    ),
  },
  { piece: 'source-controller', programs: { 'source-controller': 'github.com/fluxcd/source-controller' } },
  { piece: 'kustomize-controller', programs: { 'kustomize-controller': 'github.com/fluxcd/kustomize-controller' } },
  { piece: 'helm-controller', programs: { 'helm-controller': 'github.com/fluxcd/helm-controller' } },
];

/** Where each program of the engines is. */
export type Programs = Readonly<Record<string, string>>;
