const LEAVES = ['clock', 'random', 'aws'];
const DOMAIN = [...LEAVES, 'store', 'observe'];
const API = ['api/operation', 'wire', 'aws', 'observe'];
const ENGINE = 'event-source-mapping';
const BELOW_APP = [
  ...[...DOMAIN, ENGINE, 'kinesis', 'sqs', 'sns', 's3', 'lambda', 'iam', 'sts', 'wire', 'gateway'],
  ...['api/*', 'template', 'function-code'],
];

/**
 * Who may import whom, besides their own folder; of some only the types. A folder that is not in
 * this table may not exist: a new one is put in its place here first.
 */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  clock: [],
  random: [],
  aws: [],
  store: LEAVES,
  // Logs are kept.
  observe: [...LEAVES, 'store'],
  kinesis: DOMAIN,
  sqs: DOMAIN,
  sns: DOMAIN,
  s3: DOMAIN,
  lambda: DOMAIN,
  iam: DOMAIN,
  sts: DOMAIN,
  // The engine does no I/O: it knows nothing of what keeps, sends or calls, only that things happen.
  [ENGINE]: [...LEAVES, 'types of observe'],
  wire: LEAVES,
  'api/operation': ['wire', 'aws'],
  'api/kinesis': [...API, 'kinesis'],
  'api/sqs': [...API, 'sqs'],
  'api/sns': [...API, 'sns'],
  'api/s3': [...API, 's3'],
  'api/lambda': [...API, 'lambda', ENGINE],
  'api/logs': API,
  'api/cloudwatch': API,
  'api/iam': [...API, 'iam'],
  'api/sts': [...API, 'sts'],
  gateway: [...LEAVES, 'observe', 'wire', 'api/*'],
  template: ['aws'],
  'function-code': ['clock', 'observe', 'aws', 'template'],
  app: BELOW_APP,
  simulator: [...LEAVES, 'store', 'observe', ENGINE, 'app'],
  // Talks to AWS, or to an endpoint here, by the SDK alone: it must not know what is behind it.
  failures: [...LEAVES, ENGINE, 'template', 'function-code', 'lambda', 'observe'],
  generate: [...LEAVES, ENGINE],
  lint: ['template'],
  // Of the engine it is `tail` that wants the way in which aggregates are taken apart.
  cli: [...LEAVES, 'observe', ENGINE, 'template', 'app', 'failures', 'generate', 'lint'],
};

/** What a test may import besides what the code it stands beside may: somewhere to keep things. */
const FOR_TESTS = ['clock', 'random', 'store', 'observe'];

/** The row of the table to which a file belongs; undefined outside src/. */
export function layerOf(path: string): string | undefined {
  const [src, folder, inside, ...deeper] = path.split('/');
  if (src !== 'src' || folder === undefined) return undefined;
  if (inside === undefined) return withoutExtension(folder);
  if (folder !== 'api') return folder;
  return `api/${deeper.length === 0 ? withoutExtension(inside) : inside}`;
}

/** Whether the file `from` may import the file `to`, or types of it. */
export function mayImport(from: string, to: string, typeOnly = false): boolean {
  const importer = layerOf(from);
  const imported = layerOf(to);
  if (importer === undefined) return true;
  if (imported === undefined) return false;
  if (importer === imported) return true;
  const allowed = [...(LAYERS[importer] ?? []), ...(isTest(from) ? FOR_TESTS : [])];
  const names = [imported, imported.replace(/^api\/.*/, 'api/*')];
  if (typeOnly) names.push(`types of ${imported}`);
  return names.some((name) => allowed.includes(name));
}

/** A test, or a suite of tests that several implementations run. */
export function isTest(path: string): boolean {
  return /\.(test|suite)\.ts$/.test(path);
}

function withoutExtension(name: string): string {
  return name.replace(/(\.(test|suite))?\.\w+$/, '');
}
