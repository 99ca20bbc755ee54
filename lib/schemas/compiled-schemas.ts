/** What a file of `compiled/` holds. */
export interface CompiledSchemas {
  /** Scope and versions (best last) by `group/Kind`: `Namespaced v1beta1 v1`. */
  readonly kinds: Readonly<Record<string, string>>;
  /** JSON schemas as text: of kinds by `group/version/Kind`, and of what they share by a name of its own. */
  readonly definitions: Readonly<Record<string, string>>;
}
