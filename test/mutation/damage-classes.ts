import { access } from './classes/access.js';
import { apiServer } from './classes/api-server.js';
import { exposure } from './classes/exposure.js';
import { fluxOrder } from './classes/flux-order.js';
import { fluxSource } from './classes/flux-source.js';
import { fluxUnits } from './classes/flux-units.js';
import { images } from './classes/images.js';
import { kustomize } from './classes/kustomize.js';
import { monitoring } from './classes/monitoring.js';
import { network } from './classes/network.js';
import { podSecurity } from './classes/pod-security.js';
import { references } from './classes/references.js';
import { schema } from './classes/schema.js';
import { sealed } from './classes/sealed.js';
import { substitution } from './classes/substitution.js';
import { uniqueness } from './classes/uniqueness.js';
import { yamlText } from './classes/yaml-text.js';
import type { DamageClass } from './damage.js';

/** Every class of damage, by what it is about. Fixed before the rules were tuned. */
export const FAMILIES: Readonly<Record<string, readonly DamageClass[]>> = {
  yaml: yamlText,
  schema,
  'api server': apiServer,
  kustomize,
  'flux order': fluxOrder,
  'flux sources': fluxSource,
  substitution,
  units: fluxUnits,
  references,
  network,
  access,
  monitoring,
  uniqueness,
  'pod security': podSecurity,
  'images and schedules': images,
  exposure,
  'sealed files': sealed,
};

export const CLASSES: readonly DamageClass[] = Object.values(FAMILIES).flat();
