import { Cron } from 'croner';
import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { isTimeZone } from '../model/time-zone.js';

/** Formats of values that chart code gives, as Kubernetes and Flux accept them. Every message says what is right. */

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export const dnsLabel = z
  .string()
  .max(63, 'a name has at most 63 characters')
  .regex(DNS_LABEL, 'lower-case letters, digits and "-", and a letter or digit at both ends');

export const dnsSubdomain = z
  .string()
  .max(253, 'a name has at most 253 characters')
  .refine((name) => name.split('.').every((label) => DNS_LABEL.test(label)), {
    message: 'lower-case letters, digits, "-" and ".", and a letter or digit at both ends of each part',
  });

/** A host name, with `*.` at most at the start. */
export const hostname = z
  .string()
  .max(253, 'a host name has at most 253 characters')
  .refine(
    (host) =>
      host
        .replace(/^\*\./, '')
        .split('.')
        .every((label) => label.length <= 63 && DNS_LABEL.test(label)),
    {
      message:
        'a host name has labels of lower-case letters, digits and "-" separated by "." (no scheme, port or path)',
    },
  );

/** Flux's durations are Go's without the sub-second units (`^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`). */
export const duration = z
  .string()
  .regex(/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/, 'a duration is a number and a unit of ms, s, m or h, such as "1h30m"');

export const quantity = z
  .string()
  .regex(
    /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE][+-]?[0-9]+)?$/,
    'a quantity is a number and an optional suffix, such as "250m", "512Mi" or "10Gi"',
  );

export const cidr = z.string().refine(
  (text) => {
    if (!ipaddr.isValidCIDR(text)) return false;
    const [address, bits] = ipaddr.parseCIDR(text);
    const network =
      address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text);
    return bits >= 0 && network.toString() === address.toString();
  },
  { message: 'a network in CIDR notation that starts at its network address, such as "10.0.3.0/27"' },
);

export const ipAddress = z.string().refine((text) => ipaddr.isValid(text), { message: 'an IPv4 or IPv6 address' });

/** Kubernetes' CronJob: five fields. */
export const cronFiveFields = cron(5, '"0 2 * * *"');
/** CloudNativePG's ScheduledBackup: six, seconds first (trap 25). */
export const cronSixFields = cron(6, '"0 0 2 * * *"');

function cron(fields: 5 | 6, example: string) {
  return z.string().refine(
    (text) => {
      if (text.trim().split(/\s+/).length !== fields) return false;
      try {
        new Cron(text, { paused: true });
        return true;
      } catch {
        return false;
      }
    },
    { message: `a schedule of exactly ${fields} fields, such as ${example}` },
  );
}

export const timezone = z
  .string()
  .refine(isTimeZone, { message: 'a time zone of the IANA database, such as "Europe/Bucharest"' });

export const port = z.number().int().min(1, 'a port is 1 to 65535').max(65535, 'a port is 1 to 65535');

/** A JSON object with these keys, as text. */
export function jsonWith(...keys: readonly string[]) {
  return z.string().refine(
    (text) => {
      try {
        const value: unknown = JSON.parse(text);
        return typeof value === 'object' && value !== null && keys.every((key) => key in value);
      } catch {
        return false;
      }
    },
    { message: `a JSON object with the keys ${keys.join(', ')}` },
  );
}
