import type { ResolvedCluster } from '../../model/cluster.js';
import type { SealedFile } from '../../model/secret.js';
import type { Done, ExitCode } from '../io.js';
import type { Progress } from '../progress.js';

/** What the secrets commands need from the program that runs them. */
export interface SecretsHost {
  /** Declared sealed files of one cluster, or of all. Needs no more than declaring, so it works while synth fails. */
  readonly sealedFiles: (cluster?: string) => Promise<readonly SealedFile[]>;
  /** One cluster, or all, with every object of theirs: to tell who uses a secret. */
  readonly clusters: (cluster?: string) => Promise<readonly ResolvedCluster[]>;
  /** Folder of the repository. */
  readonly root: string;
  /** Writes one line of data. */
  readonly stdout: (line: string) => void;
  /** Writes data as it is, without a line break: a bare value for a pipe. */
  readonly stdoutRaw: (text: string) => void;
  /** Whether a person sees what goes to stdout. */
  readonly stdoutIsTerminal: boolean;
  /** Writes one line of status, a finding or an error. */
  readonly stderr: (line: string) => void;
  /** Renders the tree from the charts, as `npm run synth` does; says what it wrote and what is wrong on stderr. */
  readonly render: () => ExitCode;
  /** Shows how far long work is; silent where nobody looks. */
  readonly progress: (label: string, total: number) => Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly setExitCode: Done;
  /** Whether a person is there to be asked. */
  readonly interactive: boolean;
  /** All that is piped into the command. */
  readonly readStdin: () => Promise<Uint8Array>;
  /** Asks a person. What is typed to a hidden question is not shown. Only where `interactive`. */
  readonly ask: (question: string, options: { readonly hidden: boolean }) => Promise<string>;
  /** Folder in memory for plaintext that an editor needs. @default the system has none */
  readonly memoryFolder?: string;
}
