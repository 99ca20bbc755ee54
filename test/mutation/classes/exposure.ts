import { type DamageClass, damaged, removeField, setField } from '../damage.js';
import type { IntactTree } from '../intact-tree.js';
import type { Random } from '../random.js';
import { tunnelOf } from './uniqueness.js';

/** What the outside reaches: the tunnel, its records, the webhook. */
export const exposure: readonly DamageClass[] = [
  {
    name: 'tunnel-catch-all-removed',
    weight: 2,
    harm: 'cloudflared refuses its configuration without a last rule for everything else: no host is reachable (trap 5)',
    damage: (tree) =>
      tunnelDamage(tree, (text) => text.replace(/^ {2}- service: http_status:404\n/m, ''), 'the last rule was removed'),
  },
  {
    name: 'tunnel-order',
    weight: 2,
    harm: 'a rule for everything stands before others, which are never reached; cloudflared refuses that (trap 5)',
    damage: (tree) =>
      tunnelDamage(
        tree,
        (text) => {
          const last = '  - service: http_status:404\n';
          return text.replace(last, '').replace('ingress:\n', `ingress:\n${last}`);
        },
        'the rule for everything came first',
      ),
  },
  {
    name: 'tunnel-wildcard-inside',
    weight: 1,
    harm: 'cloudflared refuses a wildcard that is not the first label: no host is reachable',
    damage: (tree) =>
      tunnelDamage(
        tree,
        (text) => text.replace('"*.${APPS_SUBDOMAIN}"', 'app-*.${APPS_SUBDOMAIN}'),
        'a wildcard inside a label',
      ),
  },
  {
    name: 'tunnel-service-malformed',
    weight: 1,
    harm: 'cloudflared refuses a service without a scheme: no host is reachable',
    damage: (tree, random) => tunnelLine(tree, random, /service: http:\/\//g, 'service: '),
  },
  {
    name: 'external-name-inside',
    weight: 2,
    harm: 'external-dns publishes a name that means nothing outside of the cluster (trap 9)',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^spec\.externalName$/));
      return victim && setField(tree, victim, `cloudflared.${victim.object.namespace}.svc.cluster.local`);
    },
  },
  {
    name: 'record-annotation-misspelt',
    weight: 2,
    harm: 'external-dns does not know the annotation: the host gets no record (trap 10)',
    damage(tree, random) {
      const annotated = tree.objects.filter(({ file }) =>
        tree.text(file).includes('external-dns.alpha.kubernetes.io/hostname'),
      );
      const object = random.pick(annotated);
      const wrong =
        random.pick([
          'external-dns.kubernetes.io/hostname',
          'external-dns.alpha.kubernetes.io/host',
          'external-dns.alpha.kubernetes.io/hostnames',
        ]) ?? '';
      if (object === undefined) return undefined;
      const text = tree.text(object.file).replace('external-dns.alpha.kubernetes.io/hostname', wrong);
      return damaged(tree, { [object.file]: text }, `annotation ${wrong}`, object.file);
    },
  },
  {
    name: 'receiver-ping-removed',
    weight: 1,
    harm: 'GitHub’s first event is refused with 400: the webhook is shown as failed (trap 4)',
    damage: (tree, random) =>
      removeField(
        tree,
        random,
        tree.victims(/^spec\.events\.\[\]$/, ({ value }) => value === 'ping'),
      ),
  },
  {
    name: 'receiver-source-unknown',
    weight: 2,
    harm: 'a push reconciles nothing: the Receiver names no source that exists',
    damage(tree, random) {
      const victim = random.pick(
        tree.victims(/^spec\.resources\.\[\]\.name$/, ({ object }) => object.kind === 'Receiver'),
      );
      return victim && setField(tree, victim, random.pick(['homelab', 'flux', 'flux-sytem']));
    },
  },
  {
    name: 'host-exposed',
    weight: 2,
    harm: 'everybody on the Internet reaches a service that asks nobody who they are',
    damage(tree) {
      const rule =
        '  - hostname: dex-metrics.${CLUSTER_DOMAIN}\n    service: http://dex.security.svc.cluster.local:5558\n';
      return tunnelDamage(tree, (text) => text.replace('ingress:\n', `ingress:\n${rule}`), 'metrics of dex are public');
    },
  },
  {
    name: 'metrics-guard-removed',
    weight: 1,
    harm: 'everybody on the Internet reads the metrics that the rule hid',
    damage: (tree) =>
      tunnelDamage(
        tree,
        (text) => text.replace(/ {2}- hostname: \S+\n {4}path: \^\/metrics\S*\n {4}service: http_status:404\n/, ''),
        'the rule that hides /metrics was removed',
      ),
  },
];

function tunnelDamage(tree: IntactTree, change: (text: string) => string, description: string) {
  const found = tunnelOf(tree);
  const text = found && change(found.text);
  return found === undefined || text === undefined || text === found.text
    ? undefined
    : damaged(tree, { [found.file]: text }, description, found.file);
}

function tunnelLine(tree: IntactTree, random: Random, fits: RegExp, by: string) {
  const found = tunnelOf(tree);
  const match = random.pick([...(found?.text.matchAll(fits) ?? [])]);
  if (found === undefined || match === undefined) return undefined;
  const text = found.text.slice(0, match.index) + by + found.text.slice(match.index + match[0].length);
  return damaged(tree, { [found.file]: text }, `"${match[0]}" became "${by}"`, found.file);
}
