import ipaddr from 'ipaddr.js';

/** Addresses from one to another, both included, as numbers of 32 or 128 bits. */
export interface AddressRange {
  /** As somebody wrote it. */
  readonly text: string;
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** A text that should be addresses: what it means, or why it means nothing. */
export type ParsedRange =
  | { readonly range: AddressRange; readonly problem?: undefined }
  | { readonly range?: AddressRange; readonly problem: string };

/** Kubernetes, MetalLB and Go know no short forms (`10.1`) and no octal ones. */
const FOUR_PARTS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** One address as a range of one; undefined for anything else. */
export function parseAddress(text: string): AddressRange | undefined {
  const shown = text.trim();
  const isV6 = shown.includes(':');
  if (!isV6) return parseFourParts(shown);
  if (!ipaddr.isValid(shown) || shown.includes('%')) return undefined;
  const bytes = ipaddr.parse(shown).toByteArray();
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return { text: shown, bits: 128, first: value, last: value };
}

function parseFourParts(text: string): AddressRange | undefined {
  if (!FOUR_PARTS.test(text)) return undefined;
  let value = 0;
  for (const part of text.split('.')) {
    const number = Number(part);
    if (number > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = value * 256 + number;
  }
  const first = BigInt(value);
  return { text, bits: 32, first, last: first };
}

/** A network; the problem says which network it lies in when it does not start at its own address (trap 57). */
export function parseCidr(text: string): ParsedRange {
  const shown = text.trim();
  const [start = '', length = '', ...rest] = shown.split('/');
  const address = parseAddress(start);
  if (address === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > address.bits) {
    return { problem: `"${shown}" is no network in CIDR notation` };
  }
  const size = 1n << BigInt(address.bits - Number(length));
  const first = address.first - (address.first % size);
  const range = { text: shown, bits: address.bits, first, last: first + size - 1n };
  if (first === address.first) return { range };
  const network = `${formatAddress(first, address.bits)}/${length}`;
  return { range, problem: `"${shown}" is no network address; the network that it lies in is ${network}` };
}

/** `10.0.3.4-10.0.3.20`, or a network. A lone address is a problem: nobody who takes ranges takes it. */
export function parseRange(text: string): ParsedRange {
  const shown = text.trim();
  if (!shown.includes('-')) return parseCidr(shown);
  const [from, to] = shown.split('-').map(parseAddress);
  if (from === undefined || to === undefined || from.bits !== to.bits || shown.split('-').length !== 2) {
    return { problem: `"${shown}" is no range of addresses` };
  }
  if (from.first > to.first) return { problem: `"${shown}" ends before it starts` };
  return { range: { text: shown, bits: from.bits, first: from.first, last: to.first } };
}

/** An address, a network or a range, whichever it is; undefined for anything else. */
export function readAddresses(text: string): AddressRange | undefined {
  return parseAddress(text) ?? parseRange(text).range;
}

export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.bits === other.bits && one.first <= other.last && other.first <= one.last;
}

/** True where the first holds all of the second. */
export function holds(outer: AddressRange, inner: AddressRange): boolean {
  return outer.bits === inner.bits && outer.first <= inner.first && inner.last <= outer.last;
}

/** An address in its usual form. */
export function formatAddress(value: bigint, bits: 32 | 128): string {
  const bytes = Array.from({ length: bits / 8 }, (_, index) =>
    Number((value >> BigInt(bits - 8 * (index + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

/** The smallest network that holds all of some ranges of one family; undefined where there is none. */
export function smallestNetwork(ranges: readonly AddressRange[]): string | undefined {
  const [{ bits } = { bits: 32 as const }] = ranges;
  if (ranges.length === 0 || ranges.some((range) => range.bits !== bits)) return undefined;
  const first = ranges.reduce((least, range) => (range.first < least ? range.first : least), ranges[0]?.first ?? 0n);
  const last = ranges.reduce((most, range) => (range.last > most ? range.last : most), 0n);
  let length = bits as number;
  const start = () => (first >> BigInt(bits - length)) << BigInt(bits - length);
  while (start() + (1n << BigInt(bits - length)) - 1n < last) length--;
  return `${formatAddress(start(), bits)}/${length}`;
}
