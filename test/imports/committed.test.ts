import { describe, expect, test } from '@jest/globals';
import { describedKinds } from '../../lib/cli/described-kinds.js';
import { compareImports } from '../../lib/schemas/compare-imports.js';
import { generateImports } from '../../lib/schemas/generate-imports.js';
import { readImports } from '../../lib/system/imports-folder.js';

const root = process.cwd();
const described = await describedKinds(root);
const generated = generateImports(described);

describe('imports/', () => {
  test('is what the installed packages give; if not, run npm run imports', async () => {
    expect(compareImports(generated, await readImports(root))).toEqual([]);
  });

  test('does not depend on the order in which the packages and their files are found', () => {
    const backwards = [...described].reverse();
    expect(generateImports(backwards)).toEqual(generated);
  });

  test('holds nothing of the packages but types, so that synth loads none of them', () => {
    const loads = generated.flatMap(({ content }) => content.match(/^import (?!type ).*$/gm) ?? []);
    expect(new Set(loads)).toEqual(new Set(["import { ApiObject, type ApiObjectMetadata } from 'cdk8s';"]));
  });

  test('has the versions that the clusters serve', () => {
    const versions = generated.flatMap(({ content }) =>
      [...content.matchAll(/apiVersion = '(.+)';\n {2}static readonly kind = '(.+)';/g)].map(
        ([, apiVersion, kind]) => `${apiVersion}/${kind}`,
      ),
    );
    expect(versions).toEqual(
      expect.arrayContaining([
        'helm.toolkit.fluxcd.io/v2/HelmRelease',
        'kustomize.toolkit.fluxcd.io/v1/Kustomization',
        'source.toolkit.fluxcd.io/v1/OCIRepository',
        'notification.toolkit.fluxcd.io/v1/Receiver',
        'notification.toolkit.fluxcd.io/v1beta3/Alert',
        'notification.toolkit.fluxcd.io/v1beta3/Provider',
        'image.toolkit.fluxcd.io/v1/ImageUpdateAutomation',
        'external-secrets.io/v1/ExternalSecret',
        'external-secrets.io/v1alpha1/PushSecret',
        'generators.external-secrets.io/v1alpha1/Password',
        'gateway.networking.k8s.io/v1/TLSRoute',
        'gateway.networking.k8s.io/v1/TCPRoute',
        'monitoring.coreos.com/v1/PrometheusRule',
        'monitoring.coreos.com/v1alpha1/AlertmanagerConfig',
        'cilium.io/v2/CiliumNetworkPolicy',
        'bitnami.com/v1alpha1/SealedSecret',
      ]),
    );
  });
});
