import { Command, InvalidArgumentError, Option } from 'commander';
import type { AppOptions } from '../scaffold/request.js';
import type { Done, Io, Platform } from './io.js';
import { planApp } from './new-app/plan-app.js';
import { tryOut } from './new-app/try-out.js';

interface CommandOptions extends Omit<AppOptions, 'secretKeys'> {
  /** False with --no-secret. @default one key, SECRET_KEY */
  readonly secret?: readonly string[] | boolean;
}

const KEY = /^[A-Za-z_][A-Za-z0-9_]*$/;

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1024 || port > 65535) {
    throw new InvalidArgumentError('a port from 1024 to 65535, since the app runs without privileges.');
  }
  return port;
}

function addKey(text: string, keys: readonly string[] | undefined): readonly string[] {
  if (!KEY.test(text)) throw new InvalidArgumentError(`"${text}" is no name of an environment variable.`);
  return [...new Set([...(Array.isArray(keys) ? keys : []), text])];
}

/** `npm run new-app`: an app that passes everything, or nothing at all (S4-17, DC-20). */
export function newAppCommand(platform: Platform, io: Io, done: Done): Command {
  return new Command('new-app')
    .description('write, register, render and check a new app: chart file, version, secret, test')
    .argument('<cluster>', 'name of a cluster')
    .argument('<area>', 'folder of apps/ and namespace; a new one is made as needed')
    .argument('<name>', 'name of the app')
    .option('--image <image>', 'a plain app: <repository>:<tag>, or the name of an image in charts/versions.yaml')
    .option(
      '--chart <chart>',
      'a HelmRelease: <repository>/<chart>@<version>, or the name of a chart there; app-template with --image',
    )
    .option('--port <port>', 'port that the image listens on', portOf, 8080)
    .option('--host <host>', 'first label of its public host; needs --access')
    .addOption(
      new Option('--access <access>', 'who may use it: whom it asks for a login itself, or everybody').choices([
        'own',
        'public',
      ]),
    )
    .option('--secret <KEY>', 'key of its secret, generated (repeatable; default: SECRET_KEY)', addKey)
    .option('--no-secret', 'it needs no secret')
    .addHelpText(
      'after',
      [
        '',
        'All of it is tried in a copy of the project: format, types, render, checks, and its own test. The project is',
        'changed when everything has passed, and not at all otherwise.',
        '',
        '  npm run new-app -- home-ops media jellyfin --chart app-template --image docker.io/jellyfin/jellyfin:10.11.4 \\',
        '    --port 8096 --host jellyfin --access own',
        '  npm run new-app -- rpi-cluster demo podinfo --chart oci://ghcr.io/stefanprodan/charts/podinfo@6.9.2',
      ].join('\n'),
    )
    .action(async (cluster: string, area: string, name: string, options: CommandOptions) => {
      const { secret = ['SECRET_KEY'], ...others } = options;
      const secretKeys = Array.isArray(secret) ? (secret as readonly string[]) : secret === false ? [] : ['SECRET_KEY'];
      const planned = planApp(platform, { cluster, area, name, options: { ...others, secretKeys } }, io);
      done(await tryOut(planned, io));
    });
}
