import * as z from 'zod';
import { type Challenge, parseChallenges } from './challenge.js';
import { basicAuthorization, type Credentials } from './credentials.js';
import type { Credential } from './docker-config.js';
import { RegistryError, shownUrl } from './error.js';
import { readJson } from './read-json.js';
import type { Answer, RequestOptions, Transport } from './transport.js';

const tokenAnswer = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });

const TOKEN_LIMIT = 1 << 20;
const CLIENT_ID = 'homelab-gitops';

/** A registry, or a host of charts, that may ask who is asking. */
export interface Subject {
  /** As users log in to it: `ghcr.io`. */
  readonly registry: string;
  /** Repository within the registry. @default none: a host of classic charts */
  readonly path?: string;
}

/** Answers what registries ask for: a token of their realm, or a user and a password (distribution's token spec). */
export class Authenticator {
  /** What worked, by registry and repository: asked for once, also by requests at the same time. */
  private readonly known = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly transport: Transport,
    private readonly credentials: Credentials,
  ) {}

  /**
   * A request that logs in when it is asked to.
   * @throws RegistryError `unauthorized` when the login is refused, or there is none.
   */
  async request(subject: Subject, url: URL, options: RequestOptions): Promise<Answer> {
    const key = `${subject.registry}/${subject.path ?? ''}`;
    const before = this.known.get(key);
    const used = await before;
    const answer = await this.transport.request(url, withAuthorization(options, used));
    if (answer.status !== 401) return this.permitted(answer, subject, url, used);
    // Another request may have logged in meanwhile; what was refused just now is not used again.
    if (this.known.get(key) === before) this.known.set(key, this.login(subject, answer, url));
    const fresh = await this.known.get(key);
    if (fresh === undefined || fresh === used) throw refused(subject, url, used !== undefined);
    const again = await this.transport.request(url, withAuthorization(options, fresh));
    return this.permitted(again, subject, url, fresh);
  }

  private permitted(answer: Answer, subject: Subject, url: URL, used: string | undefined): Answer {
    if (answer.status === 401 || answer.status === 403) throw refused(subject, url, used?.startsWith('Basic') === true);
    return answer;
  }

  private async login(subject: Subject, answer: Answer, url: URL): Promise<string | undefined> {
    const challenges = parseChallenges(answer.headers.get('www-authenticate') ?? '');
    const credential = await this.credentials.find(subject.registry, subject.path);
    if (credential?.kind === 'bearer') return `Bearer ${credential.token}`;
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) return `Bearer ${await this.token(bearer, subject, credential, url)}`;
    if (!challenges.some(({ scheme }) => scheme === 'basic') || credential?.kind !== 'password') return undefined;
    return basicAuthorization(credential.username, credential.password);
  }

  private async token(
    { parameters }: Challenge,
    subject: Subject,
    credential: Credential | undefined,
    url: URL,
  ): Promise<string> {
    const realm = readRealm(parameters.get('realm'), url);
    const service = parameters.get('service');
    const scope = parameters.get('scope') ?? `repository:${subject.path ?? ''}:pull`;
    const question = { ...(service === undefined ? {} : { service }), scope };
    const answer = await this.transport.request(realm, tokenRequest(realm, question, credential));
    if (answer.status === 401 || answer.status === 403) throw refused(subject, realm, credential !== undefined);
    if (answer.status !== 200) {
      throw new RegistryError('invalid', `${shownUrl(realm)}: the token server answers with status ${answer.status}`);
    }
    const { token, access_token } = readJson(answer.body, tokenAnswer, shownUrl(realm));
    const given = token || access_token;
    if (!given) throw new RegistryError('invalid', `${shownUrl(realm)}: the answer has no token`);
    return given;
  }
}

/** Adds its question to the realm's address, or makes a form of it for an identity token. */
function tokenRequest(
  realm: URL,
  question: Record<string, string>,
  credential: Credential | undefined,
): RequestOptions {
  if (credential?.kind === 'identity-token') {
    const form = { grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: credential.token, ...question };
    return { method: 'POST', form, limit: TOKEN_LIMIT };
  }
  for (const [name, value] of Object.entries(question)) {
    // Several scopes are given several times.
    for (const part of name === 'scope' ? value.split(' ') : [value]) realm.searchParams.append(name, part);
  }
  if (credential?.kind !== 'password') return { limit: TOKEN_LIMIT };
  return { limit: TOKEN_LIMIT, authorization: basicAuthorization(credential.username, credential.password) };
}

function readRealm(text: string | undefined, url: URL): URL {
  try {
    return new URL(text ?? '');
  } catch {
    throw new RegistryError('invalid', `${shownUrl(url)}: it asks for a token and does not say where to get one`);
  }
}

function withAuthorization(options: RequestOptions, authorization: string | undefined): RequestOptions {
  return authorization === undefined ? options : { ...options, authorization };
}

function refused({ registry, path }: Subject, url: URL, loggedIn: boolean): RegistryError {
  const what = `${registry}${path === undefined ? '' : `/${path}`}`;
  return loggedIn
    ? new RegistryError(
        'unauthorized',
        `${what}: ${url.host} refuses the login`,
        `log in again: docker login ${registry}`,
      )
    : new RegistryError(
        'unauthorized',
        `${what}: ${url.host} wants a login, or there is no such repository`,
        `log in: docker login ${registry}`,
      );
}
