import type { Cluster } from '../../../lib/index.js';

/** Where the key pair and known_hosts are mounted. */
export const SSH_FOLDER = '/etc/git-ssh';

/** Git's global settings: who commits, and the deploy key. Hosts that are not known are refused (S1-41, S1-42). */
export function gitConfig(cluster: Cluster): string {
  const ssh = [
    `ssh -i ${SSH_FOLDER}/identity`,
    `-o UserKnownHostsFile=${SSH_FOLDER}/known_hosts`,
    '-o IdentitiesOnly=yes',
    '-o StrictHostKeyChecking=yes',
  ];
  return `[user]
	name = n8n
	email = n8n@${cluster.settings.domain}
[core]
	sshCommand = ${ssh.join(' ')}
[init]
	defaultBranch = main
[pull]
	rebase = true
`;
}
