import { join } from 'node:path';
import { readFileIfPresent } from '../read-file.js';
import { askHelper } from './ask-credential-program.js';
import {
  type Credential,
  configNames,
  type DockerConfig,
  parseDockerConfig,
  storedCredential,
} from './docker-config.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where logins are kept, in the order in which they are looked into: `$DOCKER_CONFIG/config.json` or
 * `~/.docker/config.json`, helm's own, podman's.
 */
function configFiles(env: Environment): readonly string[] {
  const home = env.HOME ?? '';
  const configHome = env.XDG_CONFIG_HOME ?? (home && join(home, '.config'));
  return [
    env.DOCKER_CONFIG ? join(env.DOCKER_CONFIG, 'config.json') : home && join(home, '.docker', 'config.json'),
    env.HELM_REGISTRY_CONFIG ?? (configHome && join(configHome, 'helm', 'registry', 'config.json')),
    env.REGISTRY_AUTH_FILE ?? (env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json')),
  ].filter((path): path is string => path !== undefined && path !== '');
}

/** Logins of this user, read when the first registry asks for one. */
export class Credentials {
  private configs: readonly DockerConfig[] | undefined;
  private readonly answers = new Map<string, Promise<Credential | undefined>>();

  constructor(private readonly env: Environment) {}

  /**
   * The login for a repository of a registry, or of a chart repository's host; undefined where there is none.
   * @throws RegistryError for a configuration that cannot be read, or a helper that fails.
   */
  async find(registry: string, path = ''): Promise<Credential | undefined> {
    this.configs ??= configFiles(this.env).flatMap((file) => {
      const text = readFileIfPresent(file);
      return text === undefined || text.trim() === '' ? [] : [parseDockerConfig(text, file)];
    });
    for (const config of this.configs) {
      const found = (await this.askHelpers(config, registry)) ?? storedCredential(config, registry, path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private async askHelpers(config: DockerConfig, registry: string): Promise<Credential | undefined> {
    for (const name of configNames(registry)) {
      const helper = config.credHelpers?.[name] ?? config.credsStore;
      if (helper === undefined || helper === '') continue;
      const key = `${helper} ${name}`;
      const asked = this.answers.get(key) ?? askHelper(helper, name, this.env);
      this.answers.set(key, asked);
      const found = await asked;
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Value of an Authorization header for a user and a password. */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
