import * as z from 'zod';
import { InputError } from '../../model/error.js';
import type { JsonObject } from '../../model/json.js';
import { readDocuments } from '../tree/read-documents.js';

const text = z.union([z.string(), z.number()]).transform(String);

const metaSchema = z.looseObject({
  name: z.string().min(1),
  version: text,
  appVersion: text.nullish(),
  kubeVersion: z.string().nullish(),
  type: z.string().nullish(),
  dependencies: z
    .array(
      z.looseObject({
        name: z.string(),
        alias: z.string().nullish(),
        condition: z.string().nullish(),
        tags: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

/** What Chart.yaml says. */
export type ChartMeta = z.infer<typeof metaSchema>;

/** A chart within its parent, under the name of its values. */
export interface Subchart {
  readonly name: string;
  readonly chart: ChartFiles;
}

/** A chart's files, read. */
export interface ChartFiles {
  readonly meta: ChartMeta;
  /** Undefined for what is no YAML that can be read here: helm's reader forgives more. */
  readonly values: JsonObject | undefined;
  readonly valuesText: string;
  /** JSON Schema of its values, as the chart brings it. */
  readonly schema?: string;
  /** By path within the chart. */
  readonly templates: ReadonlyMap<string, string>;
  /** Files of `crds/`. */
  readonly definitions: readonly string[];
  /** Once for each name: an alias is one. */
  readonly subcharts: readonly Subchart[];
}

/** Charts within charts within charts: helm itself writes no deeper ones than this. */
const DEEPEST = 10;

/**
 * Reads the files of a packaged chart, by path in the archive: `podinfo/Chart.yaml`.
 * @throws InputError for what is no chart; `subject` says whose it is.
 */
export function readChartFiles(files: ReadonlyMap<string, Uint8Array>, subject: string): ChartFiles {
  const roots = [...files.keys()].filter((path) => /^[^/]+\/Chart\.yaml$/.test(path));
  if (roots.length !== 1) throw new InputError(`${subject}: the archive holds no chart`);
  const texts = new Map([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));
  return readFolder(texts, (roots[0] as string).slice(0, -'Chart.yaml'.length), subject, 0);
}

function readFolder(texts: ReadonlyMap<string, string>, folder: string, subject: string, depth: number): ChartFiles {
  const meta = readMeta(texts.get(`${folder}Chart.yaml`), `${subject}: ${folder}Chart.yaml`);
  const schema = texts.get(`${folder}values.schema.json`);
  const valuesText = texts.get(`${folder}values.yaml`) ?? '';
  const below = (name: string) => [...texts].filter(([path]) => path.startsWith(`${folder}${name}/`));
  return {
    meta,
    valuesText,
    values: readValues(valuesText),
    ...(schema === undefined ? {} : { schema }),
    templates: new Map(below('templates').map(([path, content]) => [path.slice(folder.length), content])),
    definitions: below('crds').map(([, content]) => content),
    subcharts: depth === DEEPEST ? [] : readSubcharts(texts, folder, meta, subject, depth),
  };
}

function readSubcharts(
  texts: ReadonlyMap<string, string>,
  folder: string,
  meta: ChartMeta,
  subject: string,
  depth: number,
): Subchart[] {
  const prefix = `${folder}charts/`;
  const folders = [...texts.keys()]
    .filter((path) => path.startsWith(prefix) && /^[^/]+\/Chart\.yaml$/.test(path.slice(prefix.length)))
    .map((path) => path.slice(0, -'Chart.yaml'.length));
  return folders.flatMap((found) => {
    const chart = readFolder(texts, found, subject, depth + 1);
    const named = (meta.dependencies ?? []).filter(({ name }) => name === chart.meta.name);
    const names = named.length === 0 ? [chart.meta.name] : named.map(({ name, alias }) => alias || name);
    return [...new Set(names)].map((name) => ({ name, chart }));
  });
}

function readValues(content: string): JsonObject | undefined {
  const { documents, faults } = readDocuments('values.yaml', content);
  return faults.length > 0 ? undefined : (documents[0]?.object ?? {});
}

function readMeta(content: string | undefined, file: string): ChartMeta {
  const result = metaSchema.safeParse(readObject(content ?? '', file));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(`${file}: ${issue?.path.join('.')}: ${issue?.message}`);
}

function readObject(content: string, file: string): JsonObject {
  const { documents, faults } = readDocuments(file, content);
  const [fault] = faults;
  if (fault !== undefined) throw new InputError(`${file}: ${fault.message}`);
  return documents[0]?.object ?? {};
}
