#!/bin/sh
# Installs the packages into the volume, once for each list of them: a restart needs no network.
set -eu

version=$(sha256sum /packages/requirements.txt | cut -c 1-16)
if [ -e "/data/app/.$version" ]; then exit 0; fi
rm -rf /data/app
pip install --no-cache-dir --no-deps --target /data/app --requirement /packages/requirements.txt
touch "/data/app/.$version"
