import { Command } from 'commander';
import { InputError } from '../model/error.js';
import { loadBalancerAddresses, recordsFor } from '../verify/load-balancer.js';
import { declaredClusters } from './declared-clusters.js';
import type { Done, ExitCode, Io, Platform } from './io.js';
import { getJson, kubectlOf } from './kubectl.js';

export interface DnsIpOptions {
  readonly cluster?: string;
  /** @default kubectl's current one */
  readonly context?: string;
  readonly json: boolean;
}

/** `npm run dns-ip`: what the records that a person makes have to say (S2-46, S2-48). */
export function dnsIpCommand(platform: Platform, io: Io, done: Done): Command {
  return new Command('dns-ip')
    .description('the address that DNS records made by hand have to point at, and the records')
    .option('--cluster <name>', 'which cluster (default: the one whose records are made by hand)')
    .option('--context <name>', 'context of kubectl (default: its current one)')
    .option('--json', 'print the records as JSON', false)
    .action(async (options: DnsIpOptions) => done(await runDnsIp(platform, io, options)));
}

export async function runDnsIp(platform: Platform, io: Io, options: DnsIpOptions): Promise<ExitCode> {
  const [cluster, ...more] = declaredClusters(platform, io, options.cluster).filter(
    ({ recordsByHand }) => recordsByHand?.service !== undefined,
  );
  if (cluster?.recordsByHand?.service === undefined) {
    throw new InputError(
      'no such cluster has records that a person makes for the address of a LoadBalancer',
      'elsewhere external-dns makes them, or the cluster’s page says where they lead',
    );
  }
  if (more.length > 0) throw new InputError('which cluster?', 'name it with --cluster');
  const { namespace, name } = cluster.recordsByHand.service;
  const got = await getJson(kubectlOf(io, options.context), ['service', name, '--namespace', namespace]);
  if ('problem' in got) throw new InputError(`Service ${namespace}/${name}: ${got.problem}`);
  const addresses = loadBalancerAddresses(got.value);
  if (addresses.length === 0) {
    io.err(
      `Service ${namespace}/${name} has no address yet: kubectl --namespace ${namespace} describe service ${name}`,
    );
    return 1;
  }
  const records = recordsFor(cluster, addresses);
  if (options.json) io.out(JSON.stringify({ addresses, records }, null, 2));
  else {
    io.out(addresses.join(' '));
    for (const { name: host, type, value, proxyable } of records) {
      io.out(`${type}  ${host}  ${value}  ${proxyable ? 'proxied or not' : 'DNS only'}`);
    }
  }
  return 0;
}
