import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import * as k8s from 'cdk8s-plus-30/lib/imports/k8s.js';
import fc from 'fast-check';
import { HelmRelease } from '../../imports/helm.toolkit.fluxcd.io.js';
import { plainJson, RENAMED } from '../../lib/constructs/plain-json.js';

function chart(): Chart {
  return new Chart(new App(), 'chart', { namespace: 'demo', labels: { team: 'home' } });
}

describe('an object is what cdk8s itself would write', () => {
  test('a typed kind whose properties have other names in the API', () => {
    const pod = new k8s.KubePod(chart(), 'pod', {
      metadata: { name: 'pod', annotations: { lazy: Lazy.any({ produce: () => 'later' }) as never } },
      spec: {
        hostIpc: false,
        setHostnameAsFqdn: true,
        containers: [
          {
            name: 'app',
            image: 'app:1',
            ports: [{ containerPort: 80, hostIp: '127.0.0.1' }],
            resources: { limits: { memory: k8s.Quantity.fromString('1Gi'), cpu: k8s.Quantity.fromNumber(2) } },
            livenessProbe: { httpGet: { port: k8s.IntOrString.fromNumber(80) } },
          },
        ],
      },
    });
    expect(plainJson(pod)).toEqual(pod.toJson());
    expect(JSON.stringify(plainJson(pod))).toContain('"hostIPC":false');
  });

  test('an imported kind, with empty and missing values', () => {
    const release = new HelmRelease(chart(), 'release', {
      metadata: { name: 'release', labels: {}, annotations: { note: '' } },
      spec: { interval: '1h', values: { empty: {}, list: [], zero: 0, no: false, gone: undefined } as never },
    });
    expect(plainJson(release)).toEqual(release.toJson());
  });

  test('unusual metadata and patches', () => {
    const one = new ApiObject(chart(), 'one', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } });
    one.metadata.add('generation', 3);
    const two = new k8s.KubeConfigMap(chart(), 'two', { metadata: { name: 'two' }, data: { a: 'b' } });
    two.addJsonPatch(JsonPatch.replace('/data/a', 'c'));
    expect(plainJson(one)).toEqual(one.toJson());
    expect(plainJson(two)).toEqual(two.toJson());
  });

  test('any plain value', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(null, undefined, true, 0, 1.5, '', 'text'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.string().filter((key) => !(key in {})),
          tie('value'),
          { maxKeys: 3, noNullPrototype: true },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('spec', 'data', 'rules'), value, { noNullPrototype: true }),
        (props) => {
          const object = new ApiObject(chart(), 'any', { apiVersion: 'example.org/v1', kind: 'Any', ...props });
          expect(JSON.parse(JSON.stringify(plainJson(object)))).toEqual(JSON.parse(JSON.stringify(object.toJson())));
        },
      ),
    );
  });

  test('a value that is no plain data is refused, as cdk8s refuses it', () => {
    const object = new ApiObject(chart(), 'date', { apiVersion: 'v1', kind: 'X', spec: { at: new Date(0) } } as never);
    expect(() => plainJson(object)).toThrow("can't render non-simple object of type 'Date'");
  });
});

test('every property that cdk8s-plus names otherwise than the API is known', () => {
  const source = readFileSync('node_modules/cdk8s-plus-30/lib/imports/k8s.js', 'utf8');
  const mapped = [...source.matchAll(/^\s+'([^']+)': .*?\bobj\.([\w$]+)/gm)];
  const renamed = mapped.flatMap(([, api, typed]) => (api === typed ? [] : [typed as string]));
  expect(mapped.length).toBeGreaterThan(1000);
  expect([...RENAMED].sort()).toEqual([...new Set(renamed)].sort());
});
