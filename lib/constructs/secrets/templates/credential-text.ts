import * as z from 'zod';

/** Forms that the keys of credentials have. No message repeats a value. */

/** A token or an identifier. */
export const word = z.string().regex(/^[^\s\0]+$/, 'one word, without spaces and line breaks');

/** What a form, an environment variable or a connection string can hold. */
export const line = z.string().regex(/^\S(?:.*\S)?$/, 'one line, without spaces at its ends');

/** A password that people may have chosen: what is generated is far longer. */
export const password = line.min(8, 'at least 8 characters');

/** A key that nobody types and that is as good as its length. */
export const longKey = word.min(32, 'at least 32 characters');

export const email = z.email('an e-mail address');

export const httpsUrl = z.string().regex(/^https:\/\/[^\s/]+\S*$/, 'an https:// address');

/** Name of a database or of a user in one. */
export const databaseName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/, 'letters, digits, "_" and "-", at most 63, and no digit first');

export const hostName = z.string().regex(/^[A-Za-z0-9.-]+$/, 'a host name');

export const portText = z.string().refine((text) => /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65535, {
  message: 'a port number',
});

/** A private key file, of OpenSSH or in PEM. */
export const privateKeyText = z
  .string()
  .regex(
    /^-----BEGIN [A-Z ]*PRIVATE KEY-----\r?\n[\s\S]+\r?\n-----END [A-Z ]*PRIVATE KEY-----\r?\n?$/,
    'a private key file',
  );

/** A line of `authorized_keys`. */
export const publicKeyText = z.string().regex(/^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: [^\r\n]*)?\r?\n?$/, {
  message: 'a public key in OpenSSH form',
});
