import * as z from 'zod';
import { RegistryError } from './error.js';

const entry = z.looseObject({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
});

const schema = z.looseObject({
  auths: z.record(z.string(), entry).optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});

/** A docker configuration, as `docker login`, `helm registry login` and `podman login` write it. */
export type DockerConfig = z.infer<typeof schema>;

/** What opens a registry. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity-token'; readonly token: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** @throws RegistryError that names the file and never what is in it. */
export function parseDockerConfig(text: string, file: string): DockerConfig {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // What the parser says quotes the text, which holds passwords.
    throw new RegistryError('invalid', `${file}: it is no JSON`, 'log in again, or mend it');
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const places = result.error.issues.map(({ path }) => path.join('.') || 'the whole file');
  throw new RegistryError('invalid', `${file}: ${places.join(', ')}: not of the form that docker login writes`);
}

/** Names under which a configuration may know a host, best first; Docker Hub has kept its oldest. */
export function configNames(registry: string): readonly string[] {
  return registry === 'docker.io'
    ? ['docker.io', 'https://index.docker.io/v1/', 'index.docker.io', 'registry-1.docker.io']
    : [registry];
}

const bare = (name: string) => name.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');

/** The credential of the longest entry that covers `registry/path`; entries may name a path, as podman's do. */
export function storedCredential(config: DockerConfig, registry: string, path = ''): Credential | undefined {
  const names = configNames(registry).map(bare);
  const places = names.map((name) => `${name}/${path}`);
  const fitting = Object.entries(config.auths ?? {})
    .map(([name, found]) => ({ name: bare(name), found }))
    .filter(({ name }) => names.includes(name) || places.some((place) => place.startsWith(`${name}/`)))
    .sort((a, b) => b.name.length - a.name.length);
  for (const { found } of fitting) {
    const credential = toCredential(found);
    if (credential !== undefined) return credential;
  }
  return undefined;
}

function toCredential(found: z.infer<typeof entry>): Credential | undefined {
  if (found.registrytoken) return { kind: 'bearer', token: found.registrytoken };
  if (found.identitytoken) return { kind: 'identity-token', token: found.identitytoken };
  if (found.username && found.password) {
    return { kind: 'password', username: found.username, password: found.password };
  }
  const text = found.auth ? Buffer.from(found.auth, 'base64').toString('utf8').replace(/\0+$/, '') : '';
  const colon = text.indexOf(':');
  return colon <= 0 ? undefined : { kind: 'password', username: text.slice(0, colon), password: text.slice(colon + 1) };
}
