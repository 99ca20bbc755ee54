import * as z from 'zod';
import type { SshAlgorithm } from '../../../model/secret.js';
import { given, sshKeyPair } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { privateKeyText, publicKeyText } from './credential-text.js';

/** GitHub's published host keys (https://api.github.com/meta, `ssh_keys`). */
const GITHUB_HOST_KEYS = {
  ed25519: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  ecdsa:
    'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=',
  rsa: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCj7ndNxQowgcQnjshcLrqPEiiphnt+VTTvDP6mHBL9j1aNUkY4Ue1gvwnGLVlOhGeYrnZaMgRK6+PKCUXaDbC7qtbW8gIkhL7aGCsOr/C56SJMy/BCZfxd1nWzAOxSDPgVsmerOBYfNqltV9/hWCqBywINIR+5dIg6JTJ72pcEpEjcYgXkE2YEFXV1JHnsKgbLWNlhScqb2UmyRkQyytRLtL+38TGxkxCflmO+5Z8CSSNY7GidjMIZ7Q4zMjA2n1nGrlTDkzwDCsw+wqFPGQA179cnfGWOWRVruj16z6XyvxvjJwbz0wQZ75XK5tKSb7FNyeIEs4TT4jk+S4dhPeAUC5y+bDYirYgM4GC7uEnztnZyaVWQ7B381AK4Qdrwt51ZqExKbQpTUNn+EjqoTwvqNj4kqx5QUCI0ThS/YkOxJCXmPUWZbhjpCg56i+2aB6CmK2JGhn57K5mj0MNdBXA4/WnwH6XoPWJzK5Nyu2zB3nAZp+S5hpQs+p1vN1/wsjk=',
} as const;

export type HostKeyType = keyof typeof GITHUB_HOST_KEYS;

/** GitHub's host keys as a file of known hosts has them: all three, or those of some types. */
export function githubKnownHosts(...types: readonly HostKeyType[]): string {
  const wanted = types.length === 0 ? (Object.keys(GITHUB_HOST_KEYS) as HostKeyType[]) : types;
  return wanted.map((type) => `github.com ${GITHUB_HOST_KEYS[type]}\n`).join('');
}

/** The keys that Flux and plain ssh expect (S1-41). */
export const gitSshSchema = () =>
  z.object({
    identity: privateKeyText,
    'identity.pub': publicKeyText,
    known_hosts: z.string().regex(/^(?:\S+ [a-z0-9@.-]+ [A-Za-z0-9+/]+=*[^\n]*\n)+$/, 'lines of host, type and key'),
  });

export type GitSshKey = z.infer<ReturnType<typeof gitSshSchema>>;

export interface GitSshKeyProps {
  /** How the key is called where its public half is registered. */
  readonly comment: string;
  /** @default 'ed25519' */
  readonly algorithm?: SshAlgorithm;
  /** Host keys of the server, as a file of known hosts has them. @default `githubKnownHosts()` */
  readonly knownHosts?: string;
}

/** Key pair for Git over SSH (S1-39, S1-41). */
export function gitSshKey({
  comment,
  algorithm = 'ed25519',
  knownHosts = githubKnownHosts(),
}: GitSshKeyProps): SecretTemplate<keyof GitSshKey> {
  const rotation = 'the Git server knows the old public half: register the new one, "identity.pub", and remove the old';
  const pair = sshKeyPair({ comment, algorithm, rotation });
  return secretTemplate(gitSshSchema, () => ({
    identity: pair.private,
    'identity.pub': pair.public,
    known_hosts: given(knownHosts),
  }));
}

/**
 * The deploy key that Flux reads the repository with (S3-09). It has to be in the cluster before Flux reads anything,
 * so it is sealed or applied by bootstrap.
 */
export function fluxDeployKey(props: Partial<GitSshKeyProps> = {}): SecretTemplate<keyof GitSshKey> {
  return gitSshKey({ comment: 'flux', ...props });
}
