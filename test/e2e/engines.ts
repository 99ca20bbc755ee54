/** What is built, from which go.mod of `engines/`, and how its programs are called. */
export interface Engine {
  /** Folder of `engines/` with the pins. */
  readonly piece: string;
  /** Program by the Go package that it is built from. */
  readonly programs: Readonly<Record<string, string>>;
}

export const ENGINES: readonly Engine[] = [
  { piece: 'etcd', programs: { etcd: 'go.etcd.io/etcd/server/v3' } },
  {
    piece: 'kubernetes',
    programs: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    },
  },
  { piece: 'source-controller', programs: { 'source-controller': 'github.com/fluxcd/source-controller' } },
  { piece: 'kustomize-controller', programs: { 'kustomize-controller': 'github.com/fluxcd/kustomize-controller' } },
  { piece: 'helm-controller', programs: { 'helm-controller': 'github.com/fluxcd/helm-controller' } },
];

/** Where each program of the engines is. */
export type Programs = Readonly<Record<string, string>>;
