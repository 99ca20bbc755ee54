/**
 * Who may use what can be reached from outside, with the reason or the means:
 * - `public`: everybody, without a login;
 * - `own`: whoever the app itself lets in;
 * - `edge`: whoever something before the app lets in that the tree does not show, such as Cloudflare Access.
 */
export type Access = { readonly public: string } | { readonly own: string } | { readonly edge: string };

/** A host that can be reached from outside, as somebody declared it. */
export interface DeclaredHost {
  /** `*.apps.example.org` stands for every host below. */
  readonly host: string;
  /** @default nobody said who may use it */
  readonly access?: Access;
}
