import * as z from 'zod';
import type { Verdict } from './verdict.js';

const container = z.object({
  name: z.string(),
  ready: z.boolean().optional(),
  state: z.object({ waiting: z.object({ reason: z.string().optional() }).optional() }).optional(),
});
const pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      status: z.object({
        phase: z.string().optional(),
        reason: z.string().optional(),
        initContainerStatuses: z.array(container).optional(),
        containerStatuses: z.array(container).optional(),
      }),
    }),
  ),
});

type Pod = z.infer<typeof pods>['items'][number];

/** Pods of some namespaces as `kubectl get pods -A -o json` prints them: each that does not run is a verdict (S2-41). */
export function judgePods(list: unknown, namespaces: ReadonlySet<string>): Verdict[] {
  const parsed = pods.safeParse(list);
  if (!parsed.success) return [{ subject: 'pods', ok: false, detail: 'kubectl gave no list of pods' }];
  const own = parsed.data.items.filter(({ metadata }) => namespaces.has(metadata.namespace));
  const problems = own.flatMap((pod): Verdict[] => {
    const detail = problemOf(pod);
    const subject = `pod ${pod.metadata.namespace}/${pod.metadata.name}`;
    return detail === undefined ? [] : [{ subject, ok: false, detail }];
  });
  if (problems.length > 0) return problems;
  const where = [...new Set(own.map(({ metadata }) => metadata.namespace))].sort().join(', ');
  const found = own.length > 0;
  return [{ subject: 'pods', ok: found, detail: found ? `${own.length} run in ${where}` : 'the cluster runs none' }];
}

function problemOf({ status }: Pod): string | undefined {
  const { phase = 'Unknown', reason, initContainerStatuses = [], containerStatuses = [] } = status;
  // A Job's pod that has done its work.
  if (phase === 'Succeeded') return undefined;
  const waiting = [...initContainerStatuses, ...containerStatuses].find((one) => one.state?.waiting !== undefined);
  if (waiting !== undefined) return `${waiting.name}: ${waiting.state?.waiting?.reason ?? 'waiting'}`;
  if (phase !== 'Running') return reason ?? phase;
  const unready = containerStatuses.find(({ ready }) => ready !== true);
  return unready === undefined ? undefined : `${unready.name} is not ready`;
}
