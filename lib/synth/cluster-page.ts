import { displayVariables } from '../flux/substitution.js';
import type { ResolvedCluster } from '../model/cluster.js';
import type { SecretKey } from '../model/secret.js';
import type { TreeFile } from '../model/tree.js';
import { sealedFiles } from './seal.js';

/** What a person wants to know of a cluster without reading YAML: units and order, hosts, secrets (docs/clusters/). */
export function clusterPage(cluster: ResolvedCluster): TreeFile {
  const { name, source, units, hosts } = cluster;
  const lines = [
    `<!-- Rendered from ${source}; edit that and run: npm run synth -->`,
    `# ${name}`,
    '',
    '## Units',
    '',
    'Flux reconciles each once those it depends on are ready.',
    '',
    ...table(
      ['unit', 'namespace', 'depends on', 'chart file'],
      units.map((unit) => [
        `[${unit.name}](../../kubernetes/${name}/${unit.path}/kustomization.yaml)`,
        unit.namespace,
        unit.dependsOn.join(', '),
        `[${unit.source.replace(/^charts\//, '')}](../../${unit.source})`,
      ]),
    ),
    ...section(
      '## Hosts',
      ['host', 'goes to', 'unit'],
      hosts.map(({ host, target, unit }) => [code(displayVariables(host)), code(target), unit]),
    ),
    ...recordTable(cluster),
    ...section(
      '## For others than Flux',
      ['file', 'chart file'],
      cluster.asides.map((file) => [
        `[${file.path}](../../kubernetes/${name}/${file.path})`,
        `[${file.source.replace(/^charts\//, '')}](../../${file.source})`,
      ]),
    ),
    ...section(
      '## Secrets',
      ['secret', 'file', 'keys'],
      sealedFiles(cluster).map(({ declaration, path }) => [
        `${declaration.namespace}/${declaration.name}`,
        `[${path.split('/').slice(2).join('/')}](../../${path})`,
        Object.entries(declaration.keys)
          .map(([key, value]) => `${code(key)} (${origin(value)})`)
          .join(', '),
      ]),
    ),
  ];
  return { path: pagePath(name), content: `${lines.join('\n')}\n`, origin: { cluster: name, source } };
}

/** Records that a person makes. The proxy of a provider such as Cloudflare speaks HTTP and no other TCP (trap 41). */
function recordTable({ name, hosts, recordsByHand }: ResolvedCluster): string[] {
  if (recordsByHand === undefined || hosts.length === 0) return [];
  const { target, service } = recordsByHand;
  const how = service === undefined ? '' : `, which ${code(`npm run dns-ip -- --cluster ${name}`)} prints`;
  return [
    '',
    '## DNS records',
    '',
    `Nothing in the cluster makes these: each points at ${target}${how}.`,
    'Where that has an IPv6 address, too, an AAAA record goes beside each.',
    '',
    ...table(
      ['record', 'type', 'for', 'Cloudflare’s proxy'],
      hosts.map(({ host, tcp }) => [
        code(displayVariables(host)),
        'A',
        tcp === undefined ? 'HTTPS, 443' : `TCP, ${tcp.port}`,
        tcp === undefined ? 'off or on' : 'off (DNS only, grey cloud): it carries HTTP alone',
      ]),
    ),
  ];
}

/** Where a cluster's page is. */
export function pagePath(cluster: string): string {
  return `docs/clusters/${cluster}.md`;
}

function origin({ source }: SecretKey): string {
  switch (source.from) {
    case 'copied':
      return `copy of ${source.of.namespace}/${source.of.name}`;
    case 'ssh-key':
    case 'age-key':
      return `${source.from.replace('-', ' ')}, ${source.half}`;
    default:
      return source.from;
  }
}

function section(title: string, head: string[], rows: string[][]): string[] {
  return rows.length === 0 ? [] : ['', title, '', ...table(head, rows)];
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function code(text: string): string {
  return `\`${text}\``;
}
