import type { TreeRule } from '../tree-rule.js';
import { tunnelServices } from './cloudflared-rules.js';
import { routeServices } from './route-backends.js';
import { checkService } from './service-mention.js';
import { serviceMentions } from './service-mentions.js';

/** Services and ports behind Ingresses, routes, tunnels, API services and webhooks. */
export const serviceReference: TreeRule = {
  name: 'service-reference',
  severity: 'error',
  description:
    'A route, tunnel or webhook leads to a Service or port that is not there: visitors get 502 or 503, and a webhook ' +
    'without its Service refuses every object that it should look at.',
  remediation: 'correct name, namespace or port, or declare who brings the Service (`brings`, external)',
  sources: ['S1-05', 'S1-27', 'S3-42'],
  *check(view) {
    for (const mentions of [serviceMentions(view), routeServices(view), tunnelServices(view)]) {
      for (const mention of mentions) yield* checkService(view, mention);
    }
  },
};
