import { createHash } from 'node:crypto';
import type { LeakCode } from '../../../lib/secrets/leaks/leak.js';

/** A file with a leak. Made when the test runs, so that this repository holds none. */
export interface LeakSample {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** What must never be shown. */
  readonly secret: string;
  readonly code: LeakCode;
  /** Where it stands, from 1. */
  readonly line: number;
}

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const BECH32 = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';

/** Characters that look random, and are the same each time. */
export function random(seed: string, length: number, alphabet = ALNUM): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    const bytes = createHash('sha512').update(`${seed} ${block}`).digest();
    text += [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
  }
  return text.slice(0, length);
}

function bytes(seed: string, length: number): Buffer {
  return Buffer.from(random(seed, length * 2, HEX), 'hex');
}

function pem(kind: string, seed = kind): string {
  const body =
    bytes(seed, 120)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${kind}-----`, ...body, `-----END ${kind}-----`].join('\n');
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const indented = (text: string, by: string) =>
  text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');
const password = random('password', 20);

/** Each way to keep a private key. */
const KEYS: readonly (readonly [name: string, path: string, text: string, secret: string, line: number])[] = [
  ...[
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'DSA PRIVATE KEY',
  ].map((kind) => [kind, 'id_key', `${pem(kind)}\n`, pem(kind).split('\n')[1] as string, 1] as const),
  [
    'PGP private key',
    'key.asc',
    pem('PGP PRIVATE KEY BLOCK').replace('\n', '\nVersion: 1\n\n'),
    pem('PGP PRIVATE KEY BLOCK').split('\n')[1] as string,
    1,
  ],
  [
    'PEM key with headers',
    'old.pem',
    pem('RSA PRIVATE KEY').replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0011\n\n'),
    pem('RSA PRIVATE KEY').split('\n')[1] as string,
    1,
  ],
  [
    'key in a YAML block',
    'values.yaml',
    `tls:\n  key: |\n${indented(pem('PRIVATE KEY'), '    ')}\n`,
    pem('PRIVATE KEY').split('\n')[2] as string,
    3,
  ],
  [
    'key in a JSON text',
    'account.json',
    JSON.stringify({ id: 1, private_key: `${pem('PRIVATE KEY')}\n` }, undefined, 2),
    pem('PRIVATE KEY').split('\n')[1] as string,
    3,
  ],
  [
    'key in a program',
    'key.ts',
    `const key =\n  '${pem('PRIVATE KEY').split('\n').join("\\n' +\n  '")}';\n`,
    pem('PRIVATE KEY').split('\n')[1] as string,
    2,
  ],
  [
    'key in base64',
    'kubeconfig',
    `users:\n  - user:\n      client-key-data: ${base64(pem('EC PRIVATE KEY'))}\n`,
    base64(pem('EC PRIVATE KEY')),
    3,
  ],
  [
    'Talos key in base64',
    'talosconfig',
    `contexts:\n  home:\n    key: ${base64(pem('ED25519 PRIVATE KEY'))}\n`,
    base64(pem('ED25519 PRIVATE KEY')),
    3,
  ],
  [
    'key without PEM lines',
    'app.env',
    `KEY=${Buffer.concat([Buffer.from('308204bd020100300d06092a864886f70d0101010500', 'hex'), bytes('bare', 300)]).toString('base64')}\n`,
    bytes('bare', 300).toString('base64').slice(40, 100),
    1,
  ],
  [
    'age identity',
    'key.txt',
    `# created: today\n${['AGE-SECRET', 'KEY-1'].join('-')}${random('age', 58, BECH32)}\n`,
    random('age', 58, BECH32),
    2,
  ],
  [
    'age identity, post-quantum',
    'key.txt',
    `${['AGE-SECRET', 'KEY-PQ-1'].join('-')}${random('pq', 58, BECH32)}\n`,
    random('pq', 58, BECH32),
    1,
  ],
  [
    'PuTTY key',
    'id.ppk',
    `${'PuTTY-User'}-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\n${random('ppk', 48)}\n`,
    random('ppk', 48),
    1,
  ],
];

/** Tokens by what they begin with. */
const TOKENS: readonly (readonly [name: string, token: string])[] = [
  ['GitHub', `ghp_${random('gh', 36)}`],
  ['GitHub app', `ghs_${random('ghs', 36)}`],
  ['GitHub, fine-grained', `github_pat_${random('pat', 22)}_${random('pat2', 59)}`],
  ['GitLab', `glpat-${random('gl', 20)}`],
  ['AWS', `AKIA${random('aws', 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
  ['Slack', `xoxb-${random('s1', 12, HEX.slice(0, 10))}-${random('s2', 12, HEX.slice(0, 10))}-${random('s3', 24)}`],
  ['Slack webhook', `https://hooks.slack.com/services/T${random('t', 9)}/B${random('b', 9)}/${random('w', 24)}`],
  ['Pulumi', `pul-${random('pul', 40, HEX)}`],
  ['OpenAI', `sk-proj-${random('oa', 64)}`],
  ['OpenAI, older', `sk-${random('oa2', 48)}`],
  ['Anthropic', `sk-ant-api03-${random('an', 93)}AA`],
  ['Discord webhook', `https://discord.com/api/webhooks/${random('d', 18, '123456789')}/${random('d2', 68)}`],
  ['Discord bot', `M${random('db', 25)}.${random('db2', 6)}.${random('db3', 38)}`],
  ['Telegram bot', `${random('tg', 10, '123456789')}:AA${random('tg2', 33)}`],
  [
    'JSON Web Token',
    [base64('{"alg":"HS256","typ":"JWT"}'), base64('{"sub":"1","name":"a"}'), random('jwt', 43)]
      .join('.')
      .replaceAll('=', ''),
  ],
  ['npm', `npm_${random('npm', 36)}`],
  ['Google', `AIza${random('goog', 35)}`],
  ['Google client', `GOCSPX-${random('gocspx', 28)}`],
  ['Stripe', `sk_live_${random('st', 24)}`],
  ['SendGrid', `SG.${random('sg', 22)}.${random('sg2', 43)}`],
  ['DigitalOcean', `dop_v1_${random('do', 64, HEX)}`],
  ['Vault', `hvs.${random('hv', 28)}`],
  ['PyPI', `pypi-AgEIcHlwaS5vcmc${random('py', 80)}`],
  ['Docker Hub', `dckr_pat_${random('dckr', 27)}`],
  ['Hugging Face', `hf_${random('hf', 34)}`],
  ['Grafana', `glsa_${random('gs', 32)}_${random('gs2', 8, HEX)}`],
  ['Tailscale', `tskey-auth-${random('ts', 17)}-${random('ts2', 32)}`],
  ['1Password', `ops_eyJ${random('op', 200)}`],
  ['Cloudflare', `cfut_${random('cf', 48)}`],
  [
    'Cloudflare tunnel',
    base64(JSON.stringify({ a: random('ta', 32, HEX), t: random('tt', 36, HEX), s: random('tx', 44) })),
  ],
  ['Proxmox', `PVEAPIToken=csi@pve!csi=${[8, 4, 4, 4, 12].map((n) => random(`pve${n}`, n, HEX)).join('-')}`],
  ['K3s', `K10${random('k3s', 64, HEX)}::server:${random('k3s2', 32, HEX)}`],
  ['Backblaze', `K004${random('b2', 27)}`],
  ['Azure storage', `AccountKey=${bytes('az', 64).toString('base64')}`],
  ['Linear', `lin_api_${random('lin', 40)}`],
];

/** Secrets that only their surroundings, or nothing but their looks, give away. */
const LITERALS: readonly (readonly [
  name: string,
  path: string,
  text: (secret: string) => string,
  secret: string,
  line: number,
])[] = [
  ['password in YAML', 'values.yaml', (value) => `auth:\n  password: ${value}\n`, password, 2],
  [
    'password in JSON',
    'config.json',
    (value) => JSON.stringify({ a: 1, adminPassword: value }, undefined, 2),
    password,
    3,
  ],
  ['short password with marks', 'values.yaml', (value) => `dbPassword: "${value}"\n`, `S3cr${'3t'}!Pw9`, 1],
  ['secret in .env', '.env', (value) => `# mine\nSESSION_SECRET=${value}\n`, random('env', 40, HEX), 2],
  ['token in a shell script', 'run.sh', (value) => `#!/bin/sh\nexport API_TOKEN="${value}"\n`, random('sh', 32), 2],
  ['flag of a command', 'README.md', (value) => `\`\`\`sh\ntool login --password ${value}\n\`\`\`\n`, password, 2],
  [
    'header of a request',
    'README.md',
    (value) => `curl -H "Authorization: Bearer ${value}" https://example.org\n`,
    random('bearer', 40),
    1,
  ],
  [
    'value beside its name',
    'deployment.yaml',
    (value) => `env:\n  - name: API_TOKEN\n    value: ${value}\n`,
    random('env2', 32),
    3,
  ],
  [
    'value beside its name, in JSON',
    'task.json',
    (value) => `{"env":[{"name":"DB_PASSWORD","value":"${value}"}]}`,
    random('env3', 24),
    1,
  ],
  ['constant of a program', 'client.ts', (value) => `const apiKey = '${value}';\n`, random('ts', 32), 1],
  [
    'property of an object',
    'client.js',
    (value) => `login({ user: 'a', password: \`${value}\` });\n`,
    random('js', 18),
    1,
  ],
  ['variable of Terraform', 'main.tf', (value) => `provider "x" {\n  api_token = "${value}"\n}\n`, random('tf', 40), 2],
  ['key in hex', 'config.toml', (value) => `encryption_key = "${value}"\n`, random('toml', 64, HEX), 1],
  [
    'AWS secret key',
    'credentials',
    (value) => `[default]\naws_secret_access_key = ${value}\n`,
    bytes('awssecret', 30).toString('base64'),
    2,
  ],
  ['random text without a name', 'notes.txt', (value) => `remember ${value} for later\n`, random('bare32', 40), 1],
  [
    'random text in quotes',
    'list.ts',
    (value) => `export const x = ['${value}'];\n`,
    bytes('quoted', 32).toString('base64'),
    1,
  ],
  ['registry token', '.npmrc', (value) => `//npm.example.org/:_authToken=${value}\n`, random('npmrc', 40), 1],
];

const SECRET = (values: string) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\n${values}`;
const MANIFESTS: readonly (readonly [name: string, path: string, text: string, line: number])[] = [
  ['Secret with stringData', 'secret.yaml', SECRET(`stringData:\n  password: ${password}\n`), 6],
  ['Secret with data', 'secret.yaml', SECRET(`data:\n  password: ${base64(password)}\n`), 6],
  ['Secret with a weak password', 'secret.yaml', SECRET('stringData:\n  password: hunter2\n'), 6],
  [
    'second document',
    'all.yaml',
    `kind: ConfigMap\ndata:\n  a: b\n---\n${SECRET(`stringData:\n  password: ${password}\n`)}`,
    10,
  ],
  [
    'item of a List',
    'list.yaml',
    `apiVersion: v1\nkind: List\nitems:\n  - kind: Secret\n    data:\n      password: ${base64(password)}\n`,
    6,
  ],
  ['flow style', 'secret.yaml', `{apiVersion: v1, kind: Secret, stringData: {password: ${password}}}\n`, 1],
  ['keys in quotes', 'secret.yml', `"kind": "Secret"\n"stringData":\n  "password": "${password}"\n`, 3],
  ['values before the kind', 'secret.yaml', `stringData:\n  password: ${password}\nkind: Secret\n`, 2],
  ['text of several lines', 'secret.yaml', SECRET(`stringData:\n  password: |\n    ${password}\n`), 6],
  ['JSON', 'secret.json', JSON.stringify({ kind: 'Secret', apiVersion: 'v1', stringData: { password } }), 1],
  [
    'JSON over several lines',
    'secret.json',
    JSON.stringify({ kind: 'Secret', data: { password: base64(password) } }, undefined, 2),
    4,
  ],
  [
    'extra objects of a chart',
    'values.yaml',
    `extraObjects:\n  - apiVersion: v1\n    kind: Secret\n    stringData:\n      password: ${password}\n`,
    5,
  ],
  [
    'template of a chart',
    'templates/secret.yaml',
    `{{- if .Values.on }}\n${SECRET(`stringData:\n  password: ${password}\n`)}{{- end }}\n`,
    7,
  ],
  ['script', 'apply.sh', `kubectl apply -f - <<END\n${SECRET(`stringData:\n  password: ${password}\n`)}END\n`, 7],
  ['guide', 'README.md', `Apply this:\n\n\`\`\`yaml\n${SECRET(`stringData:\n  password: ${password}\n`)}\`\`\`\n`, 9],
  [
    'last applied configuration',
    'dump.yaml',
    `metadata:\n  annotations:\n    last: '${JSON.stringify({ kind: 'Secret', data: { password: base64(password) } })}'\n`,
    3,
  ],
  [
    'block of another file',
    'configmap.yaml',
    `kind: ConfigMap\ndata:\n  secret.yaml: |\n${indented(SECRET(`stringData:\n  password: ${password}`), '    ')}\n`,
    9,
  ],
];

export const SAMPLES: readonly LeakSample[] = [
  ...KEYS.map(([name, path, text, secret, line]) => ({
    name,
    path,
    text,
    secret,
    line,
    code: 'leak-private-key' as const,
  })),
  ...TOKENS.map(([name, secret]) => ({
    name: `${name} token`,
    path: 'docs/notes.md',
    text: `# Notes\n\nuse ${secret} here\n`,
    secret,
    line: 3,
    code: 'leak-token' as const,
  })),
  {
    name: 'password in a URL',
    path: 'app.yaml',
    text: `url: postgres://shop:${password}@db.example.org/shop\n`,
    secret: password,
    line: 1,
    code: 'leak-token',
  },
  ...LITERALS.map(([name, path, text, secret, line]) => ({
    name,
    path,
    text: text(secret),
    secret,
    line,
    code: (name === 'registry token' ? 'leak-token' : 'leak-literal') as LeakCode,
  })),
  ...MANIFESTS.map(([name, path, text, line]) => ({
    name,
    path,
    text,
    line,
    secret: text.includes(password) ? password : text.includes('hunter2') ? 'hunter2' : base64(password),
    code: 'leak-secret-manifest' as const,
  })),
  {
    name: 'bcrypt hash',
    path: 'htpasswd',
    text: `admin:$2y$10$${random('bcrypt', 53)}\n`,
    secret: random('bcrypt', 53),
    line: 1,
    code: 'leak-password-hash',
  },
];
