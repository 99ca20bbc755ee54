import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { InputError } from '../../model/error.js';
import { parseYaml, resolveLeaf } from '../sops/document.js';
import { isKeyName, type SourceSecret } from './source.js';

/**
 * Secrets of a plain YAML or JSON file: Kubernetes Secrets, one a document or in a List as `kubectl get` prints them,
 * or a bare map of keys to text, which is nobody's by name.
 *
 * @throws InputError or SopsError, naming place and key and never showing a value.
 */
export function readManifests(text: string, file: string): SourceSecret[] {
  const documents = parseYaml(text, file).filter(({ contents }) => isMap(contents));
  const secrets = documents.flatMap(({ contents }, index) => {
    const place = documents.length === 1 ? file : `${file} (document ${index + 1})`;
    return readObject(contents as YAMLMap, place, file);
  });
  if (secrets.length === 0) throw new InputError(`${file}: holds no Secret`);
  return secrets;
}

function readObject(map: YAMLMap, place: string, file: string): SourceSecret[] {
  const kind = textAt(map, 'kind', place, file);
  if (kind === undefined && !map.has('apiVersion')) return [readBareMap(map, place, file)];
  if (kind === 'List' || kind === 'SecretList') {
    const items = map.get('items');
    if (!isSeq(items)) throw new InputError(`${place}: is a List without items`);
    return items.items.flatMap((item, index) => {
      if (!isMap(item)) throw new InputError(`${place}: item ${index + 1} is no object`);
      return readObject(item, `${place} (item ${index + 1})`, file);
    });
  }
  if (kind === 'SealedSecret') {
    throw new InputError(
      `${place}: is a SealedSecret, which only the controller in its cluster can open`,
      'import what the controller made of it: kubectl get secret -n NAMESPACE NAME -o yaml, piped into: import -',
    );
  }
  const version = textAt(map, 'apiVersion', place, file);
  if (kind !== 'Secret' || version !== 'v1') {
    const shown = kind !== undefined && isKeyName(kind) ? `kind ${kind}` : 'a kind';
    throw new InputError(
      `${place}: holds ${shown}${kind === 'Secret' ? ' of another version' : ''}, not a Secret (v1)`,
    );
  }
  return [readSecret(map, place, file)];
}

function readSecret(map: YAMLMap, place: string, file: string): SourceSecret {
  const metadata = map.get('metadata');
  const name = isMap(metadata) ? nameAt(metadata, 'name', place, file) : undefined;
  const namespace = isMap(metadata) ? nameAt(metadata, 'namespace', place, file) : undefined;
  const encoded = textMap(map.get('data', true), place, file, 'data');
  const values = new Map([...encoded].map(([key, text]) => [key, decode(text, `${place}: data.${key}`)]));
  // As in Kubernetes, what is given as text wins.
  for (const [key, text] of textMap(map.get('stringData', true), place, file, 'stringData')) values.set(key, text);
  if (values.size === 0) throw new InputError(`${place}: has neither data nor stringData`);
  return {
    place,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    values,
    variables: false,
  };
}

function readBareMap(map: YAMLMap, place: string, file: string): SourceSecret {
  const nested = map.items.some(({ value }) => isMap(value) || isSeq(value));
  if (nested) throw new InputError(`${place}: is neither a Secret nor a plain map of keys to text`);
  return { place, values: textMap(map, place, file, 'its keys'), variables: false };
}

function textMap(node: unknown, place: string, file: string, field: string): Map<string, string> {
  if (node === undefined || (isScalar(node) && resolveLeaf({ node, path: [field] }, file) === undefined))
    return new Map();
  if (!isMap(node)) throw new InputError(`${place}: ${field} is no map`);
  return new Map(
    node.items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (!isKeyName(name)) throw new InputError(`${place}: ${field} has a key that a Secret cannot have`);
      return [name, scalarText(value, `${place}: ${field}.${name}`, file)];
    }),
  );
}

/** Text of a scalar as it is written, whatever it looks like; null is empty, as in Kubernetes. */
function scalarText(node: unknown, place: string, file: string): string {
  if (node === null || node === undefined) return '';
  if (!isScalar(node)) throw new InputError(`${place} is no text`);
  const value = resolveLeaf({ node, path: [place] }, file);
  return value === undefined
    ? ''
    : node.tag?.endsWith('binary')
      ? Buffer.from(value.bytes).toString('utf8')
      : String(node.value);
}

function textAt(map: YAMLMap, key: string, place: string, file: string): string | undefined {
  const node = map.get(key, true);
  return node === undefined ? undefined : scalarText(node, `${place}: ${key}`, file);
}

function nameAt(map: YAMLMap, key: string, place: string, file: string): string | undefined {
  const text = textAt(map, key, place, file);
  if (text !== undefined && !isKeyName(text)) throw new InputError(`${place}: metadata.${key} is no name`);
  return text;
}

/** Strict base64, and strict UTF-8 below it: Node would make something of anything. */
function decode(text: string, place: string): string {
  const compact = text.replaceAll(/\s/g, '');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.toString('base64') !== compact) throw new InputError(`${place} is no base64`);
  const decoded = bytes.toString('utf8');
  if (!Buffer.from(decoded, 'utf8').equals(bytes)) {
    throw new InputError(`${place} holds bytes that are no text, and declared values are text`);
  }
  return decoded;
}
