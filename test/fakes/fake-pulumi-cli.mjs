// A FAKE of the Pulumi CLI (and of `esc`), as far as secrets backup, restore and esc load use it. Written after the
// documented behaviour of `pulumi env get|set|edit|init|ls` and `pulumi config`: it masks without --show-secrets, exits
// with 0 where ESC refuses a definition, takes one line end off a value, and knows no flag that the real one has not.
// Unlike the real one it refuses a value that comes as an argument. State: the JSON file in FAKE_PULUMI_STATE.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse, parseDocument, stringify, visit } from 'yaml';

const stateFile = process.env.FAKE_PULUMI_STATE;
const state = JSON.parse(readFileSync(stateFile, 'utf8'));
const args = process.argv.slice(2);
const read = () => readFileSync(0, 'utf8');
const save = () => writeFileSync(stateFile, JSON.stringify(state));
const cipher = (text) => `fake:${Buffer.from(text).toString('base64')}`;
const decipher = (text) => Buffer.from(text.replace('fake:', ''), 'base64').toString('utf8');

function fail(message, code = 255) {
  process.stderr.write(`error: ${message}\n`);
  save();
  process.exit(code);
}

/** Flags of a command: true for one that takes a value. What is left are its arguments. */
function options(known) {
  const flags = {};
  const rest = [];
  for (let index = 2; index < args.length; index++) {
    const [name, given] = args[index].split(/=(.*)/s);
    if (!name.startsWith('--')) rest.push(args[index]);
    else if (!(name.slice(2) in known)) fail(`unknown flag: ${name}`);
    else flags[name.slice(2)] = known[name.slice(2)] ? (given ?? args[++index]) : (given ?? 'true');
  }
  return { flags, rest };
}

function definitionOf(name) {
  if (!(name in state.environments)) fail('getting environment definition: [404] Not Found: environment not found');
  return state.environments[name];
}

function masked(definition) {
  const document = parseDocument(definition);
  visit(document, {
    Pair(_, pair) {
      if (pair.key?.value !== 'fn::secret') return undefined;
      pair.value = document.createNode({ ciphertext: cipher(JSON.stringify(pair.value.toJSON())) });
      return visit.SKIP;
    },
  });
  return document.toString();
}

/** ESC refuses what is no map with `values` or `imports`; the CLI shows the line, and exits with 0. */
function store(name, definition) {
  if (state.refuseDefinitions === true) {
    const line = definition.split('\n').find((text) => text.includes('fn::secret'));
    process.stderr.write(`Error: a definition that is refused\n\n  on ${name} line 3:\n   3: ${line}\n`);
    return;
  }
  state.environments[name] = definition;
  process.stdout.write('Environment updated.\n');
}

const environmentCommands = {
  get() {
    const { flags, rest } = options({ definition: false, 'show-secrets': false });
    const definition = definitionOf(rest[0]);
    const shown = flags['show-secrets'] === 'true' && state.alwaysMask !== true;
    process.stdout.write(shown ? definition : masked(definition));
  },
  ls() {
    const { flags } = options({ organization: true });
    for (const name of Object.keys(state.environments).sort()) {
      const [organization, ...rest] = name.split('/');
      if (organization !== flags.organization) continue;
      process.stdout.write(`${organization === state.user ? rest.join('/') : name}\n`);
    }
  },
  init() {
    const { flags, rest } = options({ file: true });
    if (rest[0] in state.environments) fail('creating environment: already exists');
    state.environments[rest[0]] = '';
    if (flags.file === '-') store(rest[0], read());
  },
  edit() {
    const { flags, rest } = options({ file: true });
    definitionOf(rest[0]);
    if (flags.file !== '-') fail('FAKE: an editor, or a file that others could read');
    store(rest[0], read());
  },
  set() {
    const { flags, rest } = options({ secret: false, string: false, file: true });
    const [name, path, value] = rest;
    if (value !== undefined) fail('FAKE: a value came as an argument');
    if (flags.file !== '-') fail('expected a path and a value');
    const text = read();
    if (flags.string !== 'true' && flags.secret === 'true' && typeof parse(text) !== 'string') {
      fail('panic: runtime error: index out of range [1] with length 1', 2);
    }
    const document = parseDocument(definitionOf(name) || '{}');
    document.setIn(['values', ...path.split('.')], document.createNode({ 'fn::secret': text }));
    store(name, document.toString());
  },
};

const stackFile = (stack) => `Pulumi.${stack.split('/').at(-1)}.yaml`;

function readStack(stack) {
  if (!state.stacks.includes(stack)) fail(`no stack named '${stack}' found`);
  return existsSync(stackFile(stack)) ? (parse(readFileSync(stackFile(stack), 'utf8')) ?? {}) : {};
}

function reveal(value) {
  if (typeof value !== 'object' || value === null) return { value, secret: false };
  if (typeof value.secure === 'string') return { value: decipher(value.secure), secret: true };
  const entries = Object.entries(value).map(([key, child]) => [key, reveal(child)]);
  const secret = entries.some(([, child]) => child.secret);
  const plain = entries.map(([key, child]) => [key, child.value]);
  return { value: Array.isArray(value) ? plain.map(([, child]) => child) : Object.fromEntries(plain), secret };
}

function listConfig() {
  const rest = options0({ stack: true, json: false, 'show-secrets': false, open: false, 'non-interactive': false });
  const { config = {} } = readStack(rest.stack);
  const shown = rest['show-secrets'] === 'true' && state.alwaysMask !== true;
  const all = { ...state.inherited, ...config };
  const listed = Object.entries(all).map(([key, raw]) => {
    const { value, secret } = reveal(raw);
    if (secret && !shown) return [key, { secret }];
    const structured = typeof value === 'object';
    const text = structured ? JSON.stringify(value) : String(value);
    return [key, { value: text, ...(structured ? { objectValue: value } : {}), secret }];
  });
  process.stdout.write(`${JSON.stringify(Object.fromEntries(listed), null, 2)}\n`);
}

/** `pulumi config` has no subcommand before its flags. */
function options0(known) {
  args.splice(1, 0, 'list');
  return options(known).flags;
}

function typed(text, { secret, type }, nested) {
  if (secret === 'true') return { secure: cipher(text) };
  if (type === 'float') return Number(text);
  if (type === 'string' || !nested) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function setConfig() {
  const known = { stack: true, secret: false, plaintext: false, type: true, path: false, 'non-interactive': false };
  const { flags, rest } = options(known);
  const [key, value] = rest;
  if (value !== undefined) fail('FAKE: a value came as an argument');
  if (['secret', 'plaintext', 'type'].filter((flag) => flag in flags).length > 1) {
    fail('if any flags in the group [secret plaintext type] are set none of the others can be');
  }
  const text = read().replace(/\n$/, '');
  const stack = readStack(flags.stack);
  const document = parseDocument(stringify(stack));
  const path =
    flags.path === 'true' ? key.match(/[^.[\]"]+/g).map((part) => (/^\d+$/.test(part) ? Number(part) : part)) : [key];
  if (!document.has('config')) document.set('config', document.createNode({}));
  path.slice(1).forEach((step, index) => {
    const parent = ['config', ...path.slice(0, index + 1)];
    if (!document.hasIn(parent)) document.setIn(parent, document.createNode(typeof step === 'number' ? [] : {}));
  });
  document.setIn(['config', ...path], document.createNode(typed(text, flags, path.length > 1)));
  writeFileSync(stackFile(flags.stack), document.toString());
}

function removeConfig() {
  const { flags, rest } = options({ stack: true, 'non-interactive': false });
  const document = parseDocument(stringify(readStack(flags.stack)));
  document.deleteIn(['config', rest[0]]);
  writeFileSync(stackFile(flags.stack), document.toString());
}

state.calls.push({ args: [...args], env: Object.keys(process.env).sort() });
const failure = (state.failures ?? []).find(({ on }) => args.join(' ').startsWith(on));
if (failure !== undefined) {
  process.stdout.write(failure.stdout ?? '');
  fail(
    failure.message.replace('{stdin}', () => read()),
    failure.code,
  );
}
if (args[0] === 'env') (environmentCommands[args[1]] ?? (() => fail(`unknown command ${args[1]}`)))();
else if (args[0] === 'config' && args[1] === 'set') setConfig();
else if (args[0] === 'config' && args[1] === 'rm') removeConfig();
else if (args[0] === 'config') listConfig();
else fail(`unknown command ${args[0]}`);
save();
