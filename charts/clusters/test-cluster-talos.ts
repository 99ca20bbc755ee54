import type { TalosSettings } from '../../lib/index.js';
import { registryMirrors } from '../apps/harbor-caches.js';
import { TAILNET_ROUTE } from './test-cluster-edge.js';

/** Where the machines are, as Proxmox names it: volumes are made on the host that a pod runs on (S3-24). */
export const PROXMOX = { region: 'homelab', zone: 'atlas' };

/** Three controllers and two workers on Proxmox: what Talos is told beyond what the cluster's settings say (S3-01). */
export const MACHINES: TalosSettings = {
  // What Talos calls the first network card of a virtual machine on Proxmox.
  apiLink: 'ens18',
  // S3-92. The guest agent tells Proxmox, and so Terraform, which address a machine has.
  extensions: ['gvisor', 'nfs-utils', 'qemu-guest-agent', 'zfs'],
  nodeLabels: { 'topology.kubernetes.io/region': PROXMOX.region, 'topology.kubernetes.io/zone': PROXMOX.zone },
  registryMirrors: registryMirrors('registry.test-cluster.agentydragon.com'),
  // Addresses of the API and of the load balancers, for the VPS and for people (S3-42). The plan names no host of Headscale.
  tailscale: {
    routes: [TAILNET_ROUTE.route],
    tags: [TAILNET_ROUTE.tag],
    loginServer: 'https://headscale.agentydragon.com',
  },
};
