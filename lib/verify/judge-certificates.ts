import * as z from 'zod';
import type { Verdict } from './verdict.js';

const certificates = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      status: z
        .object({
          notAfter: z.string().optional(),
          conditions: z
            .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
            .optional(),
        })
        .optional(),
    }),
  ),
});

/** Certificates as `kubectl get certificates -A -o json` prints them, one verdict each (S2-45). */
export function judgeCertificates(list: unknown, namespaces: ReadonlySet<string>, now: Date): Verdict[] {
  const parsed = certificates.safeParse(list);
  if (!parsed.success) return [{ subject: 'certificates', ok: false, detail: 'kubectl gave no list of certificates' }];
  return parsed.data.items
    .filter(({ metadata }) => namespaces.has(metadata.namespace))
    .map(({ metadata: { namespace, name }, status }) => {
      const subject = `certificate ${namespace}/${name}`;
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      const end = status?.notAfter === undefined ? undefined : new Date(status.notAfter);
      if (end !== undefined && end < now) return { subject, ok: false, detail: `expired on ${status?.notAfter}` };
      if (ready?.status !== 'True') return { subject, ok: false, detail: ready?.message ?? 'nobody has issued it yet' };
      return { subject, ok: true, detail: end === undefined ? 'issued' : `valid until ${status?.notAfter}` };
    });
}
