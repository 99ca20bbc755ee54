import { Construct } from 'constructs';
import { ImageUpdateAutomation } from '../../../imports/image.toolkit.fluxcd.io.js';
import type { Area } from '../cluster.js';
import { duration } from '../format.js';
import { type Unit, unitOf } from '../unit.js';

export interface ImageUpdatesProps {
  /** The only folder that may be changed. */
  readonly area: Area & { readonly name: string };
  /** Who the commits are from. */
  readonly author: { readonly name: string; readonly email: string };
  /** @default '5m' */
  readonly interval?: string;
}

/** One line for what changed, then each image, so that the history can be read (Go template of Flux's). */
const MESSAGE = [
  'Update images of {{ .AutomationObject.Namespace }}',
  '',
  '{{ range .Changed.Changes }}- {{ .OldValue }} -> {{ .NewValue }}',
  '{{ end }}',
].join('\n');

/**
 * Writes new tags to Git, at the markers that name policies of this object's own namespace, and pushes to the branch
 * that Flux reads (S1-50). The deploy key has to be allowed to write.
 */
export class ImageUpdates extends Construct {
  constructor(scope: Construct, name: string, props: ImageUpdatesProps) {
    super(scope, `image-updates-${name}`);
    const unit: Unit = unitOf(this);
    const { area, author, interval = '5m' } = props;
    const { cluster } = unit;
    const { branch } = cluster.settings.flux.git;
    unit.expect(duration, `ImageUpdates ${name}.interval`, interval);
    new ImageUpdateAutomation(this, 'automation', {
      metadata: { name },
      spec: {
        interval,
        sourceRef: { kind: 'GitRepository', name: cluster.fluxNamespace, namespace: cluster.fluxNamespace },
        git: {
          checkout: { ref: { branch } },
          commit: { author: { ...author }, messageTemplate: MESSAGE },
          push: { branch },
        },
        update: { strategy: 'Setters', path: `./kubernetes/${cluster.name}/${area.layer}/${area.name}` },
      },
    });
  }
}
