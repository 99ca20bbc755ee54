#!/bin/sh
set -eu
root=${DATA:-/var/lib/registry}/docker/registry/v2
if [ ! -d "$root/repositories" ]; then
  echo "nothing has been pushed yet"
  exit 0
fi
if [ -n "$(find "$root" -type f -mmin -60 | head -n 1)" ]; then
  echo "pushed to within the last hour: nothing is removed this time"
  exit 0
fi
find "$root/repositories" -type d -path "$root/repositories/dynamic-apps/*/_manifests/tags" | while read -r tags; do
  ls -1t "$tags"/*/current/link 2>/dev/null | tail -n +11 | while read -r link; do
    tag=${link%/current/link}
    echo "removing tag ${tag#"$root"/repositories/}"
    rm -r "$tag"
  done
done
registry garbage-collect --delete-untagged /etc/distribution/config.yml
