#!/bin/sh
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$CONTEXT" -C "$folder"
buildah build --tag "$IMAGE" "$folder"
