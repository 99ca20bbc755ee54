import type { TalosSettings } from '../../lib/index.js';
import { registryMirrors } from '../apps/harbor-caches.js';

/** Three controllers and two workers on Proxmox: what Talos is told beyond what the cluster's settings say (S3-01). */
export const MACHINES: TalosSettings = {
  // What Talos calls the first network card of a virtual machine on Proxmox.
  apiLink: 'ens18',
  // S3-92. The guest agent tells Proxmox, and so Terraform, which address a machine has.
  extensions: ['gvisor', 'nfs-utils', 'qemu-guest-agent', 'zfs'],
  // Proxmox' volumes are made where the pod's machine is; all machines are on one host (S3-24).
  nodeLabels: { 'topology.kubernetes.io/region': 'homelab', 'topology.kubernetes.io/zone': 'atlas' },
  registryMirrors: registryMirrors('registry.test-cluster.agentydragon.com'),
  // Addresses of the API and of the load balancers, for the VPS and for people (S3-42). The plan names no host of Headscale.
  tailscale: {
    routes: ['10.0.3.0/27'],
    tags: ['tag:cluster-router'],
    loginServer: 'https://headscale.agentydragon.com',
  },
};
