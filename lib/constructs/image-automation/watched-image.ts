import { Construct } from 'constructs';
import { ImagePolicy, ImageRepository } from '../../../imports/image.toolkit.fluxcd.io.js';
import { dnsSubdomain, duration } from '../format.js';
import { type Unit, unitOf } from '../unit.js';
import { type TagOrder, toPolicySpec } from './tag-order.js';

export interface WatchedImageProps {
  /** Repository without tag and scheme: `registry.example.org/apps/demo` (trap 85). */
  readonly image: string;
  readonly tags: TagOrder;
  /** Pull secret, in the namespace of these objects (trap 20). @default a public repository */
  readonly pullSecret?: string;
  /** @default the unit's; an ImageUpdateAutomation sees only policies of its own namespace */
  readonly namespace?: string;
  /** How often tags are listed. @default '5m' */
  readonly interval?: string;
}

/** An image whose newest tag Flux knows: ImageRepository and ImagePolicy of one name (S1-48, S1-49). */
export class WatchedImage extends Construct {
  /** What `$imagepolicy` comments name: `namespace:policy` (S1-51). */
  readonly marker: string;

  constructor(scope: Construct, name: string, props: WatchedImageProps) {
    super(scope, `watched-image-${name}`);
    const unit: Unit = unitOf(this);
    const { image, tags, pullSecret, namespace = unit.namespace, interval = '5m' } = props;
    unit.expect(dnsSubdomain, 'WatchedImage name', name);
    unit.expect(duration, `WatchedImage ${name}.interval`, interval);
    this.marker = `${namespace}:${name}`;
    const metadata = { name, namespace };
    new ImageRepository(this, 'repository', {
      metadata,
      spec: { image, interval, ...(pullSecret === undefined ? {} : { secretRef: { name: pullSecret } }) },
    });
    new ImagePolicy(this, 'policy', { metadata, spec: { imageRepositoryRef: { name }, ...toPolicySpec(tags) } });
  }
}
