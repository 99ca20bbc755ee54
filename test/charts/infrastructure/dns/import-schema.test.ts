import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder, writeFiles } from '../../../support/temporary-folder.js';

const SCRIPT = 'kubernetes/test-cluster/helm/powerdns/files/import-schema.sh';
const SCHEMA = [
  'CREATE TABLE zones (',
  '  id INT',
  ');',
  '',
  'CREATE UNIQUE INDEX zone_name ON zones(id);',
  'CREATE INDEX zone_id ON zones (id);',
  '',
].join('\n');

/** Runs the script with a client that writes down what it is told. */
function run(schema: string, status = 0) {
  const root = temporaryFolder();
  writeFiles(root, { 'schema.sql': schema });
  writeFileSync(
    join(root, 'mariadb'),
    `#!/bin/sh\nprintf '%s\\n' "$@" >${root}/arguments\ncat >${root}/statements\nexit ${status}\n`,
    { mode: 0o755 },
  );
  const database = { DATABASE_HOST: 'db', DATABASE_PORT: '3306', DATABASE_USER: 'pdns', DATABASE_NAME: 'zones' };
  execFileSync('sh', [SCRIPT, join(root, 'schema.sql')], {
    env: { ...database, MYSQL_PWD: 'not-an-argument', PATH: `${root}:${process.env.PATH}` },
    stdio: 'pipe',
  });
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  return { statements: read('statements').split('\n'), args: read('arguments') };
}

describe('S3-46 the schema of PowerDNS’ database', () => {
  test('is brought before every start, and again without harm', () => {
    const { statements } = run(SCHEMA);
    expect(statements).toContain('CREATE TABLE IF NOT EXISTS zones (');
    expect(statements).toContain('CREATE UNIQUE INDEX IF NOT EXISTS zone_name ON zones(id);');
    expect(statements).toContain('CREATE INDEX IF NOT EXISTS zone_id ON zones (id);');
  });

  test('by one pod after the other', () => {
    expect(run(SCHEMA).statements[0]).toMatch(/^SELECT GET_LOCK\('[a-z-]+', \d+\);$/);
  });

  test('with the password in the environment, where no list of processes shows it', () => {
    const { args } = run(SCHEMA);
    expect(args.split('\n')).toEqual(expect.arrayContaining(['--host=db', '--user=pdns', 'zones']));
    expect(args).not.toContain('not-an-argument');
  });

  test('the pod is tried again while the database refuses', () => {
    expect(() => run(SCHEMA, 1)).toThrow();
  });

  test('an image that describes no tables is an error, not an empty database', () => {
    expect(() => run('-- moved elsewhere\n')).toThrow(/creates no table/);
  });
});
