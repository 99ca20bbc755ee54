import { OTHER_SERVICES } from './metadata.js';
import { isPlainList, isPlainMap, isPlainScalar, type PlainMap, type PlainNode, scalarText } from './plain-tree.js';
import { sealedParts } from './sealed-parts.js';
import { KUBERNETES_SELECTION, SELECTION_KINDS } from './selection.js';
import { faultOfWrappedKey } from './wrapped-key.js';

/** SHA-512 in hex. */
const MAC_CHARACTERS = 128;
const OWN = ['age', 'lastmodified', 'mac', 'version', 'mac_only_encrypted', ...SELECTION_KINDS];

/**
 * What is wrong with SOPS' part of a Secret's file, as far as it shows without any key. Empty when all is well. Whom it
 * is sealed for is compared elsewhere.
 */
export function faultsOfMetadata(sops: PlainMap): string[] {
  return [...unknownEntries(sops), ...selectionFaults(sops), ...macFaults(sops), ...ageFaults(sops.get('age'))];
}

function unknownEntries(sops: PlainMap): string[] {
  const used = [...sops.keys()].filter((name) => !OWN.includes(name) && !isBlank(sops.get(name)));
  return used.map((name) =>
    OTHER_SERVICES.includes(name)
      ? `sops.${name} is another way to open the file than age`
      : `sops.${name} is nothing that a Secret’s file has`,
  );
}

function selectionFaults(sops: PlainMap): string[] {
  const { kind, pattern } = KUBERNETES_SELECTION;
  const others = SELECTION_KINDS.filter((name) => name !== kind && !isBlank(sops.get(name)));
  return [
    ...(scalarText(sops, kind) === pattern ? [] : [`sops.${kind} is not ${pattern}`]),
    ...others.map((name) => `sops.${name} would seal other fields`),
  ];
}

function macFaults(sops: PlainMap): string[] {
  const faults: string[] = [];
  const mac = scalarText(sops, 'mac');
  const parts = sealedParts(mac);
  if (mac === '') faults.push('has no MAC');
  else if (parts?.type !== 'str' || parts.bytes !== MAC_CHARACTERS) faults.push('sops.mac is no sealed MAC');
  const moment = sops.get('lastmodified');
  const time = scalarText(sops, 'lastmodified');
  if (!isMoment(time)) faults.push('sops.lastmodified is no moment as SOPS writes it');
  else if (isPlainScalar(moment) && moment.type === 'PLAIN') faults.push('sops.lastmodified is not in quotes');
  if (!/^\d{1,4}\.\d{1,4}\.\d{1,4}(?:[-+][\w.-]{1,40})?$/.test(scalarText(sops, 'version'))) {
    faults.push('sops.version is no version');
  }
  if (!/^(?:true|false|)$/i.test(scalarText(sops, 'mac_only_encrypted'))) {
    faults.push('sops.mac_only_encrypted is neither true nor false');
  }
  return faults;
}

function isMoment(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === text.slice(0, 19);
}

function ageFaults(age: PlainNode | undefined): string[] {
  if (age === undefined || !isPlainList(age)) return ['sops.age is no list'];
  return age.flatMap((entry, index) => {
    const place = `sops.age[${index}]`;
    if (!isPlainMap(entry)) return [`${place} is no map`];
    const extra = [...entry.keys()].filter((name) => name !== 'recipient' && name !== 'enc');
    const fault = faultOfWrappedKey(scalarText(entry, 'recipient'), scalarText(entry, 'enc'));
    return [
      ...extra.map((name) => `${place}.${name} is nothing that SOPS writes`),
      ...(fault === undefined ? [] : [`${place} ${fault}`]),
    ];
  });
}

function isBlank(node: PlainNode | undefined): boolean {
  if (isPlainList(node)) return node.length === 0;
  if (isPlainMap(node)) return node.size === 0;
  return node === undefined || ['', '~', 'null'].includes(String(node.value ?? ''));
}
