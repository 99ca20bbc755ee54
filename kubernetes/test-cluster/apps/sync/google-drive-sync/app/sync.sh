#!/bin/sh
# Makes the copy equal to the source. What that removes or overwrites moves to a folder of the day.
set -eu

rclone sync /source drive:syncthing/current \
  --exclude '/config/**' \
  --backup-dir "drive:syncthing/replaced/$(date +%Y-%m-%d)" \
  --fast-list --transfers 4 --stats 5m --stats-one-line

rclone delete drive:syncthing/replaced --min-age "$KEEP"
rclone rmdirs drive:syncthing/replaced --leave-root
