import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A shape of a model of AWS's, as far as inputs need it. */
export interface ModelShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, ModelMember>>;
  readonly member?: ModelMember;
  readonly key?: ModelMember;
  readonly value?: ModelMember;
  readonly required?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly payload?: string;
  readonly eventstream?: boolean;
  /** Of errors: the code, where that is not the name of the shape. */
  readonly error?: { readonly code?: string };
}

/** The use of a shape as a member. */
export interface ModelMember {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers';
  readonly locationName?: string;
}

interface ModelOperation {
  readonly input?: ModelMember;
  readonly errors?: readonly ModelMember[];
}

/** The public model of a service. */
export interface ServiceModel {
  readonly shapes: Readonly<Record<string, ModelShape>>;
  readonly operations: Readonly<Record<string, ModelOperation>>;
}

/** Where the models of the botocore on this machine are; undefined without one. In CI it must be there. */
export function modelsFolder(): string | undefined {
  const code = 'import botocore; print(botocore.__path__[0])';
  const { status, stdout } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  if (status === 0) return join(stdout.trim(), 'data');
  if (process.env.CI) throw new Error('botocore is not on this machine, and CI needs it.');
  return undefined;
}

/** Where botocore calls a service otherwise than its signatures do. */
const NAMES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };
const known = new Map<string, ServiceModel>();

/** The newest version of a service's model, by the service's name in signatures. */
export function modelOf(folder: string, signingName: string): ServiceModel {
  const model = known.get(signingName) ?? readModel(folder, NAMES[signingName] ?? signingName);
  known.set(signingName, model);
  return model;
}

function readModel(folder: string, service: string): ServiceModel {
  const versions = readdirSync(join(folder, service)).filter((name) => /^\d{4}-/.test(name));
  const version = join(folder, service, versions.sort().at(-1)!);
  const file = readdirSync(version).find((name) => name.startsWith('service-2.json'));
  const bytes = readFileSync(join(version, file!));
  return JSON.parse(String(file?.endsWith('.gz') ? gunzipSync(bytes) : bytes));
}

/** The codes of the errors that a model lists for an operation. */
export function modelledErrors(folder: string, signingName: string, operation: string): string[] {
  const { operations, shapes } = modelOf(folder, signingName);
  return (operations[operation]?.errors ?? []).flatMap(({ shape }) => {
    const { code } = shapes[shape]?.error ?? {};
    return code === undefined ? [shape] : [shape, code];
  });
}
