import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { files } from './services-cluster.js';

let root: string;

/** A Harbor that answers every POST with one status, and knows a registry by the number 7. */
const CURL = `#!/bin/sh
body= url= get=
while [ $# -gt 0 ]; do
  case "$1" in
    --data) body=$2; shift ;;
    --output) printf '{"errors":[]}' >"$2"; shift ;;
    --data-urlencode) get=$2; shift ;;
    --config | --header | --write-out) shift ;;
    http*) url=$1 ;;
  esac
  shift
done
echo "$url $get $body" >>"$ROOT/calls"
if [ -n "$get" ]; then printf '[{"creation_time":"x","id":7,"name":"x"}]'; else printf '%s' "$STATUS"; fi
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'harbor-'));
  for (const folder of ['bin', 'scripts', 'tmp']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'bin/curl'), CURL, { mode: 0o755 });
  for (const name of ['harbor-projects.sh', 'registries', 'caches', 'members']) {
    const text = files.get(`apps/harbor/app/${name}`) ?? '';
    writeFileSync(
      join(root, 'scripts', name),
      text.replaceAll('/tmp/', `${root}/tmp/`).replaceAll('</scripts/', `<${root}/scripts/`),
    );
  }
});

afterEach(() => rmSync(root, { recursive: true }));

function run(status: string): string[] {
  const PATH = `${join(root, 'bin')}:${process.env.PATH}`;
  execFileSync('sh', [join(root, 'scripts/harbor-projects.sh')], {
    env: { PATH, ROOT: root, STATUS: status, HARBOR: 'http://harbor', HARBOR_PASSWORD: 'pass' },
    stdio: 'pipe',
  });
  return readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
}

describe('S3-74 the job that makes Harbor’s caches', () => {
  test('makes each registry, a public project for it, and the members of others', () => {
    const calls = run('201');
    const posts = calls
      .filter((call) => call.endsWith('}'))
      .map((call) => {
        const [url = '', body = ''] = call.split(/\s+(?=\{)/);
        return { url, body: JSON.parse(body) as Record<string, unknown> };
      });
    expect(posts.map(({ url }) => url)).toEqual([
      ...Array(4).fill('http://harbor/registries'),
      ...Array(4).fill('http://harbor/projects'),
      'http://harbor/projects/library/members',
    ]);
    expect(posts[0]?.body).toMatchObject({ name: 'docker-io', url: 'https://hub.docker.com', type: 'docker-hub' });
    expect(posts[4]?.body).toEqual({ project_name: 'docker-io', registry_id: 7, metadata: { public: 'true' } });
    expect(posts[8]?.body).toEqual({ role_id: 2, member_group: { group_name: 'harbor-users', group_type: 3 } });
  });

  test('may run again: what is there already is no error', () => {
    expect(run('409')).toHaveLength(13);
  });

  test('fails loudly where Harbor refuses', () => {
    expect(() => run('500')).toThrow();
  });
});
