import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { terraformKind } from '../../../lib/flux/ownership/terraform-kinds.js';
import { terraformOwned } from '../../../lib/flux/ownership/terraform-plan.js';
import { formatResourceId } from '../../../lib/model/manifest.js';

const PLAN = 'test/fixtures/terraform/plan.json';
const plan = readFileSync(PLAN, 'utf8');
const owned = () => terraformOwned(plan, 'plan.json');

describe('a plan of Terraform', () => {
  test('says every object that it has, in modules of modules, charts and manifests', () => {
    expect(owned().map(({ id, owner }) => `${formatResourceId(id)} ${owner}`)).toEqual(
      expect.arrayContaining([
        'Namespace/dns Terraform kubernetes_namespace.dns',
        'Secret/dns/token Terraform kubernetes_secret_v1.token',
        'Release/kube-system/cilium Terraform module.infrastructure.module.cni.helm_release.cilium',
        'DaemonSet/kube-system/cilium Terraform module.infrastructure.module.cni.helm_release.cilium',
        'ClusterRole/cilium Terraform module.infrastructure.module.cni.helm_release.cilium',
        'IPAddressPool/metallb-system/services Terraform module.infrastructure.kubernetes_manifest.pool["services"]',
        'StorageClass/proxmox Terraform module.infrastructure.kubectl_manifest.class',
        'ConfigMap/dns/old Terraform kubernetes_config_map.old, which it will destroy,',
      ]),
    );
    expect(owned()).toHaveLength(8);
  });

  test('does not own what it only reads, what it lets go, and what is no object of the cluster', () => {
    const names = owned().map(({ id }) => id.name);
    for (const name of ['read', 'given', 'this']) expect(names).not.toContain(name);
  });

  test('gives away none of its values', () => {
    expect(JSON.stringify(owned())).not.toContain('not-shown-anywhere');
  });

  test('or its state will do', () => {
    const { planned_values: values } = JSON.parse(plan);
    const state = JSON.stringify({ format_version: '1.0', terraform_version: '1.11.4', values });
    expect(terraformOwned(state, 'state.json')).toHaveLength(7);
  });

  test.each([
    ['Plan: 1 to add', 'no JSON'],
    ['{}', 'no plan or state of Terraform (format_version)'],
    ['{"format_version":"1.2","planned_values":{"root_module":{"resources":[{}]}}}', 'root_module.resources.0.address'],
  ])('that is none is an error with its file: %s', (text, message) => {
    expect(() => terraformOwned(text, 'plan.txt')).toThrow(`plan.txt: `);
    expect(() => terraformOwned(text, 'plan.txt')).toThrow(message);
  });
});

test('a plan that Terraform itself printed is read: keyed modules, names that are not known yet, what is let go', () => {
  const real = readFileSync('test/fixtures/terraform/real-plan.json', 'utf8');
  const found = terraformOwned(real, 'plan.json');
  expect(found.map(({ id, owner }) => `${formatResourceId(id)} ${owner}`).sort()).toEqual([
    'ConfigMap/default/settings Terraform module.infrastructure.kubernetes_config_map.settings',
    'ConfigMap/dns/old Terraform kubernetes_config_map.old, which it will destroy,',
    'Namespace/dns Terraform kubernetes_namespace.dns',
    'Secret/dns/token Terraform kubernetes_secret.token',
    'StorageClass/fast Terraform module.infrastructure.kubernetes_storage_class.pool["fast"]',
    'StorageClass/slow Terraform module.infrastructure.kubernetes_storage_class.pool["slow"]',
  ]);
  expect(JSON.stringify(found)).not.toContain('not-shown-anywhere');
});

test.each([
  ['kubernetes_config_map_v1_data', 'ConfigMap', ''],
  ['kubernetes_horizontal_pod_autoscaler_v2', 'HorizontalPodAutoscaler', 'autoscaling'],
  ['kubernetes_ingress_v1', 'Ingress', 'networking.k8s.io'],
  ['kubernetes_daemonset', 'DaemonSet', 'apps'],
  ['kubernetes_daemon_set_v1', 'DaemonSet', 'apps'],
  ['kubernetes_csi_driver_v1', 'CSIDriver', 'storage.k8s.io'],
  ['kubernetes_pod_disruption_budget_v1', 'PodDisruptionBudget', 'policy'],
])('%s is a %s', (type, kind, group) => expect(terraformKind(type)).toEqual({ kind, group }));

test.each(['kubernetes_labels', 'kubernetes_annotations', 'kubernetes_env', 'proxmox_virtual_environment_vm'])(
  '%s brings no object',
  (type) => expect(terraformKind(type)).toBeUndefined(),
);
