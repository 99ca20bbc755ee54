import type { AppOptions, AppSource } from './request.js';

export interface ChartFile extends Pick<AppOptions, 'port' | 'host' | 'access' | 'secretKeys'> {
  readonly area: string;
  readonly name: string;
  /** Of the exported function. */
  readonly functionName: string;
  readonly source: AppSource;
  /** Whether a policy of the namespace lets nobody in: an exposed app then has to open its own door. */
  readonly closed: boolean;
}

/** Says of each kind of access why it is right; whoever knows better writes it down. */
const ACCESS = { own: 'it asks for a login', public: 'everybody may use it' };

/** The chart file of an app; the formatter has the last word on its lines. */
export function chartFile(file: ChartFile): string {
  const { area, name, functionName, source, secretKeys } = file;
  const construct = { image: 'WebApp', 'app-template': 'AppTemplate', chart: 'HelmApp' }[source.kind];
  const hasSecret = secretKeys.length > 0;
  const hasDoor = file.closed && file.host !== undefined;
  const imports = [
    ...['type Cluster', 'Unit', construct],
    ...(hasSecret ? ['DeclaredSecret', 'generated'] : []),
    ...(hasDoor ? ['allowFromExposure'] : []),
  ];
  return `import { ${imports.join(', ')} } from '../../../lib/index.js';

/** ${what(file)}. */
export function ${functionName}(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps(${quoted(area)}), ${quoted(name)});
${hasSecret ? secret(file) : ''}  new ${construct}(unit, ${quoted(name)}, {${between(properties(file))}});
${hasDoor ? door(file) : ''}  return unit;
}
`;
}

function door({ name, port }: ChartFile): string {
  const pods = `{ 'app.kubernetes.io/name': ${quoted(name)} }`;
  return `  allowFromExposure(unit, [${port}], { name: ${quoted(`allow-${name}`)}, pods: ${pods} });\n`;
}

/** On lines of their own, unless there is but one. */
function between(lines: readonly string[]): string {
  return lines.length === 1 ? ` ${lines[0]} ` : `\n${lines.map((line) => `    ${line},\n`).join('')}  `;
}

function what({ name, source, host }: ChartFile): string {
  const how = { image: 'a plain app', 'app-template': 'a HelmRelease of app-template', chart: 'a HelmRelease' };
  return `${name}: ${how[source.kind]}${host === undefined ? '' : `, reached as ${host}`}`;
}

function secret({ name, source, secretKeys }: ChartFile): string {
  const keys = secretKeys.map((key) => `${key}: generated({ length: 40 })`).join(', ');
  const declared = `new DeclaredSecret(unit, ${quoted(`${name}-secret`)}, { ${keys} });\n`;
  // A chart has a value of its own for the name of such a Secret.
  return source.kind === 'chart' ? `  ${declared}` : `  const secret = ${declared}`;
}

function properties({ name, source, port, host, access, secretKeys }: ChartFile): string[] {
  if (source.kind === 'chart') {
    return source.chart.key === name ? ['values: {}'] : [`chart: ${quoted(source.chart.key)}`, 'values: {}'];
  }
  const { key } = source.image;
  const image = source.kind === 'image' ? `cluster.image(${quoted(key)})` : quoted(key);
  return [
    ...(source.kind === 'app-template' && key === name ? [] : [`image: ${image}`]),
    `port: ${port}`,
    ...(host === undefined ? [] : [`host: ${quoted(host)}`]),
    ...(host === undefined || access === undefined ? [] : [`access: { ${access}: ${quoted(ACCESS[access])} }`]),
    ...(secretKeys.length === 0 ? [] : ['envFrom: [secret]']),
  ];
}

function quoted(text: string): string {
  return `'${text}'`;
}
