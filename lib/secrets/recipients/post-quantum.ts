/** What opens a file that is sealed for a post-quantum recipient, in words for help and hints. */
export const POST_QUANTUM_READERS = 'sops 3.12 and Flux 2.9 (kustomize-controller 1.9) on';

export function isPostQuantum(recipient: string): boolean {
  return recipient.startsWith('age1pq1');
}

/**
 * Whether a file for these recipients is no safer than its weakest: post-quantum ones beside others. age refuses that
 * in one of its files; SOPS has one for each recipient, so nothing stops it but us. It is the way to change from one to
 * the other, so it is no error.
 */
export function weakensPostQuantum(recipients: readonly string[]): boolean {
  const strong = recipients.filter(isPostQuantum).length;
  return strong > 0 && strong < recipients.length;
}
