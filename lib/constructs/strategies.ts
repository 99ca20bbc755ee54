import type { Construct } from 'constructs';
import type { RecordsByHand } from '../model/dns-records.js';
import type { SecretDeclaration } from '../model/secret.js';

/**
 * What differs between clusters and what an app never says. An app gives host and port; the
 * cluster's strategies turn that into objects inside the app's own unit.
 */

/** A web service to be reached from outside under a host name. */
export interface WebRoute {
  /** Name for the objects of the route, unique within the namespace. */
  readonly name: string;
  /** Full host name, possibly with a cluster variable in it. */
  readonly host: string;
  /** Service in the unit's namespace. */
  readonly service: string;
  readonly port: number;
  /** Paths below the host that other Services answer; the longest that fits wins. Only where `Exposure.routesPaths`. */
  readonly paths: Readonly<Record<string, { readonly service: string; readonly port: number }>>;
  /** Paths for the inside only, such as metrics. The tunnel keeps them back; an Ingress or HTTPRoute serves them. */
  readonly privatePaths: readonly string[];
  /** Extra annotations for the routing object, such as a body size limit. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** How HTTP gets in. */
export interface Exposure {
  readonly name: string;
  /** Whether one host can lead to several Services. @default false, which `paths` reports */
  readonly routesPaths?: boolean;
  /** Adds the route's objects below `scope`. */
  expose(scope: Construct, route: WebRoute): void;
  /** Namespace and pod labels that a NetworkPolicy has to let in. */
  readonly from: { readonly namespace: string; readonly podLabels: Readonly<Record<string, string>> };
}

/** How plain TCP gets in. */
export interface TcpExposure {
  readonly name: string;
  /** Whether clients have to speak TLS to it, whatever the app speaks. */
  readonly tls: boolean;
  expose(scope: Construct, route: TcpRoute): void;
}

export interface TcpRoute {
  readonly name: string;
  readonly host: string;
  readonly service: string;
  /** Port of the Service, and the one that clients use. */
  readonly port: number;
  /** Pod labels, for strategies that need a Service of their own. */
  readonly selector: Readonly<Record<string, string>>;
}

/** Where host names get their records. */
export interface Dns {
  readonly name: string;
  /** What a person has to know to make the records: the cluster's page has a table of them. @default nobody has to */
  readonly byHand?: RecordsByHand;
  /** Annotations that make a routing object produce the record for its own hosts. */
  annotations(host: string, options: { readonly proxied: boolean }): Readonly<Record<string, string>>;
  /** Annotations that give the address of a Service a record; unlike a routing object, a Service names no host. */
  serviceAnnotations(host: string): Readonly<Record<string, string>>;
  /** A record for `host` that is an alias of `target`, as an object of its own. */
  alias(scope: Construct, record: AliasRecord): void;
}

export interface AliasRecord {
  /** Name for the object, unique within the namespace. */
  readonly name: string;
  readonly host: string;
  readonly target: string;
  /** File name, where a path is normative. @default from kind and name */
  readonly file?: string;
}

/** Who terminates TLS, and how the certificate comes to be. */
export interface Tls {
  readonly name: string;
  /** What the routing object needs; undefined where the edge terminates TLS. */
  certificate(
    scope: Construct,
    request: CertificateRequest,
  ): { readonly secretName: string; readonly annotations: Readonly<Record<string, string>> } | undefined;
}

export interface CertificateRequest {
  /** Of the route, unique within the namespace. */
  readonly name: string;
  readonly host: string;
  /** False where nobody reads annotations, such as on a route for TCP. @default true */
  readonly annotated?: boolean;
}

/** How a Service or Gateway gets an address. */
export interface LoadBalancer {
  readonly name: string;
  /** Annotations that ask for one address; none asks for any. */
  annotations(address?: string): Readonly<Record<string, string>>;
}

/** How a declared secret becomes a Secret in the cluster. */
export interface SecretBackend {
  readonly name: string;
  deliver(scope: Construct, declaration: SecretDeclaration, options: { readonly file?: string }): DeliveredSecret;
}

export interface DeliveredSecret {
  /** Digest of the ciphertext in the tree. @default the value exists only in the cluster */
  readonly checksum?: () => string | undefined;
  /** Annotations that make something in the cluster restart pods when the value changes (S3-17). @default none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** Where private images come from. */
export interface Registry {
  readonly name: string;
  /** True for images that need the pull secret. */
  serves(image: string): boolean;
  /** Name of the pull secret in the unit's namespace; brings it there on first use. */
  pullSecret(scope: Construct): string;
}
