import type { ChartVersion, ImageVersion } from '../model/versions.js';

export interface GoldenTest {
  readonly area: string;
  readonly name: string;
  readonly functionName: string;
  /** What the chart file takes from charts/versions.yaml, as it is now. */
  readonly charts: Readonly<Record<string, ChartVersion>>;
  readonly images: Readonly<Record<string, ImageVersion>>;
}

/** A test that holds an app's YAML byte by byte, on a cluster of the test's own. */
export function goldenTest({ area, name, functionName, charts, images }: GoldenTest): string {
  return `import { ${functionName} } from '../../../charts/apps/${area}/${name}.js';
import { describeGolden } from '../../support/golden.js';
import { filesOf, planOf, testCluster } from '../../support/test-cluster.js';

/** Of the test's own, so that no bump in charts/versions.yaml touches the golden files. */
const versions = ${JSON.stringify({ charts, images }, null, 2)};

describeGolden('charts/${area}/${name}', {
  'as-declared': () => filesOf(planOf(testCluster({}, (c) => void ${functionName}(c)), { versions }), 'apps/${area}'),
});
`;
}
