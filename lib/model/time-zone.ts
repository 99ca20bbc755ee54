const KNOWN = new Map<string, boolean>([['Etc/UTC', true]]);
let listed: ReadonlySet<string> | undefined;

/**
 * Whether the IANA database has a time zone. The list is asked first: it lacks other names of a zone, but the formatter that
 * knows them takes longer to make than all settings of a cluster (docs/performance.md).
 */
export function isTimeZone(name: string): boolean {
  let known = KNOWN.get(name);
  if (known === undefined) {
    listed ??= new Set(Intl.supportedValuesOf('timeZone'));
    known = listed.has(name) || hasFormatter(name);
    KNOWN.set(name, known);
  }
  return known;
}

function hasFormatter(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
