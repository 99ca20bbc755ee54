import type { Manifest } from '../model/manifest.js';
import type { RenderedConfigFiles } from '../model/unit.js';

/** What a unit consists of, as plain data. */
export interface UnitContents {
  readonly manifests: readonly Manifest[];
  readonly configFiles: readonly RenderedConfigFiles[];
}
