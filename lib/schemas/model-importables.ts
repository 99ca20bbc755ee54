import type { ImportableKind } from './importable-kind.js';
import { readModel } from './read-model.js';

/** An installed package of models, as far as generation needs it. */
export interface ModelPackage {
  readonly name: string;
  readonly version: string;
  /** Declaration files; the path is the one that an import names, without its ending: `cert-manager.io/v1/Issuer`. */
  readonly declarations: readonly { readonly path: string; readonly text: string }[];
}

/** The kinds that model packages declare. They are imported for their types alone: nothing is loaded at run time. */
export function modelImportables(packages: readonly ModelPackage[]): readonly ImportableKind[] {
  return packages.flatMap(({ name, version: installed, declarations }) =>
    declarations.flatMap(({ path, text }) => {
      const model = readModel(text);
      if (model === undefined) return [];
      const { group, version, kind } = model;
      const properties = model.properties.map((property) => ({
        ...property,
        type: `DeepReadonly<I${kind}['${property.name}']>`,
      }));
      const imports = [`import type { I${kind} } from '${name}/${path}';`, DEEP_READONLY];
      return [{ group, version, kind, properties, imports, from: `${name} ${installed}` }];
    }),
  );
}

export const DEEP_READONLY = `import type { DeepReadonly } from '../lib/schemas/deep-readonly.js';`;
