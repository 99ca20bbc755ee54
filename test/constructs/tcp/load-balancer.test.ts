import { expect, test } from '@jest/globals';
import { ciliumLoadBalancer, externalDns, loadBalancerTcp, Unit } from '../../../lib/index.js';
import { render } from '../../support/test-cluster.js';

const dns = externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', cloudflare: true });

test('X-02 a TCP service gets its own address, and a record that Cloudflare does not proxy (trap 41)', () => {
  const tcp = loadBalancerTcp({ addresses: { dns: '10.0.3.3' } });
  const files = render({ dns, loadBalancer: ciliumLoadBalancer() }, (c) => {
    const unit = new Unit(c.infrastructure('dns'), 'powerdns');
    tcp.expose(unit, {
      name: 'dns',
      host: c.host('ns1'),
      service: 'powerdns',
      port: 53,
      selector: { app: 'powerdns' },
    });
  });
  const service = files.get('infrastructure/dns/powerdns/app/service-dns-tcp.yaml');
  expect(service).toContain('lbipam.cilium.io/ips: 10.0.3.3');
  expect(service).toContain('external-dns.alpha.kubernetes.io/hostname: ns1.example.org');
  expect(service).toContain('external-dns.alpha.kubernetes.io/cloudflare-proxied: "false"');
  expect(service).toContain('type: LoadBalancer');
});
