import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { readPlainYaml } from '../flux/tree/plain-yaml/read-plain-yaml.js';
import { InputError } from '../model/error.js';
import type { Versions } from '../model/versions.js';

const chart = z.strictObject({
  repository: z.string().regex(/^(oci|https):\/\/\S+[^/]$/, 'an oci:// or https:// URL without a slash at its end'),
  chart: z.string().min(1),
  version: z.string().regex(/^v?\d+\.\d+\.\d+/, 'an exact version, no range'),
});

const image = z
  .strictObject({
    repository: z.string().regex(/^[^:@\s]+(:\d+\/[^:@\s]+)?$/, 'an image without scheme, tag or digest (trap 85)'),
    tag: z.string().regex(/^[\w][\w.-]{0,127}$/, 'a tag; quote it if it looks like a number'),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional(),
    policy: z
      .string()
      .regex(/^[a-z0-9-]+:[a-z0-9.-]+$/, 'namespace:name of an ImagePolicy')
      .optional(),
  })
  // With a digest it is one image, whatever the tag moves to.
  .refine(({ tag, digest }) => tag !== 'latest' || digest !== undefined, {
    path: ['tag'],
    message: 'never "latest" without a digest: it cannot be reviewed or rolled back',
  });

const provider = z.strictObject({
  source: z.string().regex(/^[\w-]+\/[\w-]+$/, 'namespace/name'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'an exact version, no range'),
});

const schema = z.strictObject({
  charts: z.record(z.string(), chart),
  images: z.record(z.string(), image),
  providers: z.record(z.string(), provider).optional(),
});

/** charts/versions.yaml, checked: every error names line and field. */
export function parseVersions(text: string | undefined, file: string): Versions {
  if (text === undefined) throw new InputError(`${file} does not exist`, 'run the command in the repository’s root');
  // The parser knows the lines that errors are on, and takes a dozen times as long.
  const documents = readPlainYaml(text) ?? [];
  const plain = schema.safeParse(documents.length === 1 ? documents[0] : undefined);
  if (plain.success) return plain.data as Versions;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw new InputError(`${file}: ${error.message}`, 'mend the YAML');
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data as Versions;
  const problems = result.error.issues.map(({ path, message }) => {
    const node = document.getIn(path.slice(0, 2) as string[], true) as { range?: [number] } | undefined;
    const line = node?.range === undefined ? '' : `:${lines.linePos(node.range[0]).line}`;
    return `${file}${line}: ${path.join('.')}: ${message}`;
  });
  throw new InputError(problems.join('\n'), 'see the other entries for the form');
}
