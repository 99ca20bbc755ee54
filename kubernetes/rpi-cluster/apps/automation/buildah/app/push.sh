#!/bin/sh
set -eu
path=$(echo "$IMAGE" | cut -d/ -f2-)
buildah push --retry 3 --tls-verify=false --digestfile /tmp/digest "$IMAGE" "docker://$REGISTRY/$path"
cat /tmp/digest
cp /tmp/digest "$DIGEST_FILE"
