/** Where the names of a cluster lead, on a machine that has other names as well. */
export interface PassThrough {
  /** Part of the names of nginx' variables: the cluster's name. */
  readonly name: string;
  /** The domain, which goes with all names below it. */
  readonly domain: string;
  /** Address of the ingress controller. */
  readonly ingress: string;
  /** `address:port` that answers for every other name; undefined where nobody does. */
  readonly otherwise?: string;
  /** DNS server that port 53 leads to; undefined where the machine answers there itself. */
  readonly dns?: string;
}

/** For the stream block of nginx.conf: TLS goes through as it is, by the name that the client asks for (S3-41). */
export function streamConfig({ name, domain, ingress, otherwise, dns }: PassThrough): string {
  const upstream = `$${name.replaceAll('-', '_')}_https`;
  return [
    '# For the stream block of nginx.conf: TLS ends in the cluster, and nothing here reads it.',
    `map $ssl_preread_server_name ${upstream} {`,
    '    hostnames;',
    // A connection for nobody is closed.
    `    default ${otherwise ?? '""'};`,
    `    .${domain} ${at(ingress, 443)};`,
    '}',
    '',
    'server {',
    ...listen(443),
    '    ssl_preread on;',
    '    proxy_connect_timeout 5s;',
    '    proxy_timeout 1h;',
    `    proxy_pass ${upstream};`,
    '}',
    ...(dns === undefined ? [] : dnsServers(dns)),
    '',
  ].join('\n');
}

/** DNS answers that do not fit into a packet, and transfers of zones, come by TCP (trap 59). */
function dnsServers(address: string): string[] {
  return [
    '',
    'server {',
    ...listen(53),
    `    proxy_pass ${at(address, 53)};`,
    '}',
    '',
    'server {',
    ...listen(53, ' udp'),
    '    proxy_responses 1;',
    '    proxy_timeout 5s;',
    `    proxy_pass ${at(address, 53)};`,
    '}',
  ];
}

/** For the http block: port 80, where names are no part of TLS. Without it no HTTP-01 challenge gets through (trap 89). */
export function httpConfig({ domain, ingress }: PassThrough): string {
  return [
    '# For the http block of nginx.conf: challenges of ACME, and redirects to HTTPS.',
    'server {',
    ...listen(80),
    `    server_name .${domain};`,
    '',
    '    location / {',
    `        proxy_pass http://${at(ingress, 80)};`,
    '        proxy_http_version 1.1;',
    '        proxy_set_header Host $host;',
    '        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    '        proxy_set_header X-Forwarded-Proto $scheme;',
    '    }',
    '}',
    '',
  ].join('\n');
}

function listen(port: number, protocol = ''): string[] {
  return [`    listen ${port}${protocol};`, `    listen [::]:${port}${protocol};`];
}

function at(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
