/** An object that the tree refers to and does not bring. */
export interface ExternalObject {
  /** @default the core group */
  readonly group?: string;
  readonly kind: string;
  /** Absent for kinds that have none. */
  readonly namespace?: string;
  /** `*` at its end stands for anything. */
  readonly name: string;
  /** Keys of a Secret or ConfigMap. @default not known: any key is taken for there */
  readonly keys?: readonly string[];
  /** Names and numbers of a Service's ports. @default not known: any port is taken for there */
  readonly ports?: readonly (string | number)[];
  /** Who brings it, or why it is there: `the chart of kube-prometheus-stack`. */
  readonly reason: string;
}

/** What somebody accepts although a rule finds it. It is listed with every check, with its reason. */
export interface Suppression {
  /** Name of the rule. */
  readonly rule: string;
  /** Unit whose findings it covers. @default all units */
  readonly unit?: string;
  /** Object whose findings it covers, `Deployment/automation/n8n`; `*` stands for anything. @default all objects */
  readonly object?: string;
  /** Why it is right as it is. */
  readonly reason: string;
}
