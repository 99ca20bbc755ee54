export interface CleanupOptions {
  /** Folder of the repositories whose old tags go; all others keep every tag. */
  readonly repositories: string;
  /** Tags that each of them keeps, the newest by time of push. */
  readonly keep: number;
}

/**
 * Shell script of the nightly clean-up. The registry's own garbage collection frees only what no tag names, so old tags
 * go first. It knows nothing of what runs: an app that is pinned to an older tag than `keep` allows loses its image.
 * Garbage collection beside a push would take layers whose manifest has not arrived yet, so after a push within the
 * last hour the night is left out; a push that begins while it runs (seconds) may fail and has to be repeated.
 */
export function cleanupScript({ repositories, keep }: CleanupOptions): string {
  return `#!/bin/sh
set -eu
root=\${DATA:-/var/lib/registry}/docker/registry/v2
if [ ! -d "$root/repositories" ]; then
  echo "nothing has been pushed yet"
  exit 0
fi
if [ -n "$(find "$root" -type f -mmin -60 | head -n 1)" ]; then
  echo "pushed to within the last hour: nothing is removed this time"
  exit 0
fi
find "$root/repositories" -type d -path "$root/repositories/${repositories}/*/_manifests/tags" | while read -r tags; do
  ls -1t "$tags"/*/current/link 2>/dev/null | tail -n +${keep + 1} | while read -r link; do
    tag=\${link%/current/link}
    echo "removing tag \${tag#"$root"/repositories/}"
    rm -r "$tag"
  done
done
registry garbage-collect --delete-untagged /etc/distribution/config.yml
`;
}
