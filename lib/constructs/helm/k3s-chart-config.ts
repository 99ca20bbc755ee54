import { Construct } from 'constructs';
import { HelmChartConfig } from '../../../imports/helm.cattle.io.js';
import { emitYaml } from '../../flux/yaml/emit.js';
import type { JsonObject } from '../../model/json.js';
import { unitOf } from '../unit.js';

/** Where K3s keeps its bundled charts; a HelmChartConfig anywhere else is read by nobody. */
const NAMESPACE = 'kube-system';

/** Values for a chart that K3s brings, such as `traefik`: they win over K3s' own (S2-22). The name is the chart's. */
export class K3sChartConfig extends Construct {
  constructor(scope: Construct, chart: string, values: JsonObject) {
    super(scope, chart);
    const unit = unitOf(this);
    if (unit.namespace !== NAMESPACE) {
      unit.report({
        code: 'VALUE_INVALID',
        field: 'namespace',
        message: `the configuration of K3s' chart ${chart} is in ${unit.namespace}, where K3s does not look`,
        hint: `give the unit namespace: '${NAMESPACE}'`,
      });
    }
    new HelmChartConfig(this, 'chart-config', {
      metadata: { name: chart },
      spec: { valuesContent: emitYaml(values) },
    });
  }
}
