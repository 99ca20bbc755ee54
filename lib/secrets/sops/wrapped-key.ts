const ARMOR =
  /^-----BEGIN AGE ENCRYPTED FILE-----\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2})\n-----END AGE ENCRYPTED FILE-----\n?$/;
const VERSION = 'age-encryption.org/v1\n';
/** Nonce, data key and tag: 16 + 32 + 16. */
const PAYLOAD_BYTES = 64;
const STANZA = /^-> (\S+)/;
/** Stanzas of a fixed length, whole: a line of the armor that is lost shows in them. */
const FORMS: Readonly<Record<string, RegExp>> = {
  X25519: /^-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n?$/,
  'ssh-ed25519': /^-> ssh-ed25519 [A-Za-z0-9+/]{6} [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n?$/,
};

/** What kind of stanza a recipient's key is wrapped in; undefined for a plugin's, which may be any. */
function stanzaOf(recipient: string): string | undefined {
  if (recipient.startsWith('age1pq1')) return 'mlkem768x25519';
  if (/^age1[02-9ac-hj-np-z]{58}$/.test(recipient)) return 'X25519';
  return recipient.startsWith('ssh-') ? (recipient.split(' ')[0] as string) : undefined;
}

/**
 * What is wrong with a wrapped data key, as far as it shows without any key: no age file, one that holds something else
 * than a data key, one that opens for more than one recipient, or for one of another kind than it says.
 */
export function faultOfWrappedKey(recipient: string, armored: string): string | undefined {
  if (!/^(?:age1[a-z0-9]{20,}|ssh-(?:ed25519|rsa) \S{20,})/.test(recipient)) return 'names no age recipient';
  const body = ARMOR.exec(armored)?.[1];
  if (body === undefined) return 'holds no armored age file';
  const bytes = Buffer.from(body.replaceAll('\n', ''), 'base64').toString('latin1');
  const mac = /\n--- [A-Za-z0-9+/]{43}\n/.exec(bytes);
  if (!bytes.startsWith(VERSION) || mac === null) return 'holds no age file';
  if (bytes.length - mac.index - mac[0].length !== PAYLOAD_BYTES) return 'holds something else than a data key';
  const stanzas = bytes.slice(VERSION.length, mac.index).split(/^(?=-> )/m);
  const real = stanzas.flatMap((text) => {
    const kind = STANZA.exec(text)?.[1];
    return kind === undefined || kind.endsWith('-grease') ? [] : [{ kind, text }];
  });
  const [only] = real;
  if (only === undefined || real.length > 1) return `opens for ${real.length} recipients, and names one`;
  if (FORMS[only.kind]?.test(only.text) === false) return 'holds a part of an age file';
  const expected = stanzaOf(recipient);
  return expected === undefined || only.kind === expected
    ? undefined
    : 'opens for a recipient of another kind than it names';
}
