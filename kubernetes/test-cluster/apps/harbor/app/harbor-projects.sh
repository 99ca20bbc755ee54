#!/bin/sh
# Makes caches and members that are missing. 409 means that one is there already.
set -eu

# The password stays out of the list of processes.
printf 'user = "admin:%s"\n' "$HARBOR_PASSWORD" >/tmp/login

call() {
  curl --silent --show-error --config /tmp/login --header 'Content-Type: application/json' "$@"
}

post() {
  status=$(call --output /tmp/answer --write-out '%{http_code}' --data "$2" "$HARBOR/$1")
  case "$status" in
    201 | 409) echo "$1: $status" ;;
    *) echo "$1: $status" >&2; cat /tmp/answer >&2; exit 1 ;;
  esac
}

while read -r registry; do
  post registries "$registry"
done </scripts/registries

while read -r name; do
  id=$(call --fail --get --data-urlencode "q=name=$name" "$HARBOR/registries" | sed -n 's/.*"id": *\([0-9]*\).*/\1/p' | head -n 1)
  post projects "{\"project_name\":\"$name\",\"registry_id\":$id,\"metadata\":{\"public\":\"true\"}}"
done </scripts/caches

while read -r project member; do
  post "projects/$project/members" "$member"
done </scripts/members
