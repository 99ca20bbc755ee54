const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
/** Sign, digits, and one suffix: binary, decimal, or an exponent. */
const QUANTITY = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const GO_DURATION = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function integer(from: number, to: number) {
  return (value: string | number): boolean => typeof value !== 'number' || (value >= from && value <= to);
}

function text(pattern: RegExp) {
  return (value: string | number): boolean => typeof value !== 'string' || pattern.test(value);
}

function isIpv6(value: string): boolean {
  return value.includes(':') && /^[0-9a-fA-F:.]+$/.test(value) && URL.canParse(`http://[${value}]/`);
}

function isCidr(value: string | number): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(String(value)) ?? [];
  return IPV4.test(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128;
}

/** What a format asks for, and the words for it. */
export interface Format {
  readonly name: string;
  test(value: string | number): boolean;
}

/**
 * Formats that the API server checks, in Kubernetes' own grammar. A format that is not here is not checked, as the API
 * server does it. What 64-bit integers lose in JavaScript's numbers is not told.
 */
export const FORMATS: Readonly<Record<string, Format>> = {
  int32: { name: 'a 32-bit integer', test: integer(-(2 ** 31), 2 ** 31 - 1) },
  int64: { name: 'a 64-bit integer', test: integer(-(2 ** 63), 2 ** 63) },
  byte: {
    name: 'base64',
    test: (value) => text(BASE64)(typeof value === 'string' ? value.replace(/[\r\n]/g, '') : value),
  },
  'date-time': { name: 'a time such as 2026-01-31T08:00:00Z', test: text(DATE_TIME) },
  quantity: { name: 'a quantity such as 100m or 2Gi', test: text(QUANTITY) },
  duration: { name: 'a duration such as 1h30m', test: text(GO_DURATION) },
  ipv4: { name: 'an IPv4 address', test: text(IPV4) },
  ipv6: { name: 'an IPv6 address', test: (value) => typeof value !== 'string' || isIpv6(value) },
  cidr: { name: 'a CIDR such as 10.0.0.0/24', test: isCidr },
  email: { name: 'an e-mail address', test: text(EMAIL) },
  uri: { name: 'a URI', test: (value) => typeof value !== 'string' || URL.canParse(value) },
  uuid: { name: 'a UUID', test: text(UUID) },
};
