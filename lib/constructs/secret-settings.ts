/** Endings of names whose value is a secret; `SECRET_DOMAIN` is none. */
const SECRET_NAME =
  /(^|[^a-z])(token|password|passwd|passphrase|credentials?|(api|access|private|secret|encryption)[-_.]?key|client[-_.]?secret)$/i;

/**
 * Paths of settings whose name says that they hold a secret (S0-07). Settings are code in Git: a value there is known
 * to everyone, and a chart that needs it does nothing without it, silently (S0-06).
 */
export function secretSettings(settings: object, path = ''): string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'string' || typeof value === 'number') {
      return SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1-$2')) ? [at] : [];
    }
    // Strategies are objects of their own making, and check what they are given.
    const plain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return plain && !isStrategy(value) ? secretSettings(value, at) : [];
  });
}

function isStrategy(value: object): boolean {
  return Object.values(value).some((member) => typeof member === 'function');
}
