import type { ResourceId } from './manifest.js';

/** A part of a cluster that has one owner and must not have two: its charts, images and objects are known. */
export type ClusterPart =
  | 'cni'
  | 'coredns'
  | 'kube-proxy'
  | 'traefik'
  | 'servicelb'
  | 'local-path'
  | 'metrics-server'
  | 'control-plane';

/** Objects by what they are; `*` in the name stands for anything. */
export interface ObjectPattern {
  /** @default any group */
  readonly group?: string;
  readonly kind: string;
  /** @default any namespace, and none */
  readonly namespace?: string;
  readonly name: string;
}

/** What somebody else than the tree brings and keeps (S3-02, S3-03). */
export interface Boundary {
  /** `Terraform`, `Talos`, `K3s`. */
  readonly owner: string;
  /** What happens when the tree brings it, too. */
  readonly reason: string;
  /** @default none */
  readonly parts?: readonly ClusterPart[];
  /** @default none */
  readonly objects?: readonly ObjectPattern[];
  /** Names of Helm charts. @default none */
  readonly charts?: readonly string[];
  /** API groups every object of which is the owner's. @default none */
  readonly groups?: readonly string[];
}

/** An object that something besides a Kustomization brings: a chart, a Terraform configuration. */
export interface OwnedObject {
  readonly id: ResourceId;
  /** `HelmRelease/networking/ingress-nginx`, `Terraform module.cni.helm_release.cilium`. */
  readonly owner: string;
  /** File that says so: the HelmRelease's manifest, or a plan. */
  readonly file: string;
}
