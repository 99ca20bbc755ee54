import { ConfigFiles, type DeclaredSecret, type JsonObject, ScheduledJob, type Unit } from '../../lib/index.js';
import { REGISTRY_CACHES } from './harbor-caches.js';

/** Groups of authentik that may push to the project `library` (S3-73). 2 is Harbor's number for developers. */
const MEMBERS = [{ project: 'library', group: 'harbor-users', role: 2 }];

/**
 * Caches and members, made by Harbor's API: neither its chart nor its configuration knows them. The job makes what is
 * missing and leaves alone what is there, so that it may run as often as it likes.
 */
export function harborProjects(unit: Unit, { admin }: { admin: ReturnType<DeclaredSecret['ref']> }): void {
  const registries = REGISTRY_CACHES.map(({ project, url, type }) =>
    json({ name: project, url, type, insecure: false }),
  );
  const script = new ConfigFiles(unit, 'harbor-projects', {
    'harbor-projects.sh': SCRIPT,
    registries: registries.join('\n'),
    caches: REGISTRY_CACHES.map(({ project }) => project).join('\n'),
    members: MEMBERS.map(({ project, group, role }) => {
      return `${project} ${json({ role_id: role, member_group: { group_name: group, group_type: 3 } })}`;
    }).join('\n'),
  });
  new ScheduledJob(unit, 'harbor-projects', {
    schedule: '*/30 * * * *',
    image: unit.cluster.image('curl'),
    user: 100,
    command: ['/bin/sh', '/scripts/harbor-projects.sh'],
    env: { HARBOR: 'http://harbor-core/api/v2.0', HARBOR_PASSWORD: admin },
    mounts: { '/scripts': script.mount() },
    timeoutMinutes: 10,
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
  });
}

function json(value: JsonObject): string {
  return JSON.stringify(value);
}

const SCRIPT = `#!/bin/sh
# Makes caches and members that are missing. 409 means that one is there already.
set -eu

# The password stays out of the list of processes.
printf 'user = "admin:%s"\\n' "$HARBOR_PASSWORD" >/tmp/login

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
  id=$(call --fail --get --data-urlencode "q=name=$name" "$HARBOR/registries" | sed -n 's/.*"id": *\\([0-9]*\\).*/\\1/p' | head -n 1)
  post projects "{\\"project_name\\":\\"$name\\",\\"registry_id\\":$id,\\"metadata\\":{\\"public\\":\\"true\\"}}"
done </scripts/caches

while read -r project member; do
  post "projects/$project/members" "$member"
done </scripts/members
`;
