import { ConfigFiles, type Unit } from '../../../lib/index.js';

/** How layers are kept: `overlay` is fast and needs Linux 5.13, `vfs` works everywhere and copies the image a layer. */
export type StorageDriver = 'overlay' | 'vfs';

/** Where the scripts and buildah's settings are mounted. */
export const BUILDAH_CONFIG = '/etc/buildah';

/** What buildah containers run, and how they store layers. */
export function buildahScripts(unit: Unit, builds: 'pods' | 'sidecar', storage: StorageDriver = 'overlay') {
  return new ConfigFiles(unit, 'buildah', {
    'build.sh': BUILD,
    'push.sh': PUSH,
    ...(builds === 'sidecar' ? { 'worker.sh': WORKER } : {}),
    // The image's own settings ask for fuse-overlayfs, which needs a device that pods do not have.
    'storage.conf': `[storage]\ndriver = "${storage}"\n`,
  });
}

/** Builds $IMAGE from the archive $CONTEXT, which holds a Dockerfile at its top. */
const BUILD = `#!/bin/sh
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$CONTEXT" -C "$folder"
buildah build --tag "$IMAGE" "$folder"
`;

/** Pushes $IMAGE to $REGISTRY, an address inside the cluster; its digest becomes the container's last message. */
const PUSH = `#!/bin/sh
set -eu
path=$(echo "$IMAGE" | cut -d/ -f2-)
buildah push --retry 3 --tls-verify=false --digestfile /tmp/digest "$IMAGE" "docker://$REGISTRY/$path"
cat /tmp/digest
cp /tmp/digest "$DIGEST_FILE"
`;

/** Serves requests from the workspace: <id>/context.tar.gz, then <id>/image. Answers <id>/log, then <id>/status. */
const WORKER = `#!/bin/sh
set -eu
while true; do
  for request in /workspace/*/image; do
    [ -f "$request" ] || continue
    folder=$(dirname "$request")
    IMAGE=$(cat "$request")
    CONTEXT=$folder/context.tar.gz
    DIGEST_FILE=$folder/digest
    export IMAGE CONTEXT DIGEST_FILE
    rm "$request"
    if (sh ${BUILDAH_CONFIG}/build.sh && sh ${BUILDAH_CONFIG}/push.sh) >"$folder/log" 2>&1; then
      echo succeeded >"$folder/status"
    else
      echo failed >"$folder/status"
    fi
    buildah rmi --all --force >/dev/null 2>&1 || true
  done
  sleep 2
done
`;
