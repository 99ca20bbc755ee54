import type { Finding } from '../../model/finding.js';
import type { Leak } from './leak.js';

/** A leak as all other checks report. Holds no more of the text than the leak does: nothing. */
export function leakFinding({ code, path, line, column, message, hint }: Leak): Finding {
  const [, cluster = 'repository'] = /^kubernetes\/([^/]+)\/./.exec(path) ?? [];
  return {
    code,
    severity: code === 'leak-password-hash' ? 'warning' : 'error',
    message,
    file: path,
    field: `line ${line}, column ${column}`,
    origin: { cluster, source: `${path}:${line}:${column}` },
    hint,
  };
}
