/** A trap of the catalogue (REQUIREMENTS, Traps), and what sees it. */
export interface Trap {
  /** Its number, 1 to 90. */
  readonly trap: number;
  /** Tree rules whose fixtures show it. */
  readonly rules?: readonly string[];
  /** Rules over charts and sealed files, or checks of other commands, that see it. */
  readonly chartRules?: readonly string[];
  /** Why YAML cannot show it, or what a rule sees of it. @default a rule sees all of it */
  readonly reason?: string;
}
