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
}

/** The use of a shape as a member. */
export interface ModelMember {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers';
  readonly locationName?: string;
}

/** The public model of a service. */
export interface ServiceModel {
  readonly shapes: Readonly<Record<string, ModelShape>>;
  readonly operations: Readonly<Record<string, { readonly input?: ModelMember }>>;
}

/** Where the models of the botocore on this machine are; undefined without one. In CI it must be there. */
export function modelsFolder(): string | undefined {
  const code = 'import botocore; print(botocore.__path__[0])';
  const { status, stdout } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  if (status === 0) return join(stdout.trim(), 'data');
  if (process.env.CI) throw new Error('botocore is not on this machine, and CI needs it.');
  return undefined;
}

/** Reads a model, by botocore's name for the service, of its newest version. */
export function readModel(folder: string, service: string): ServiceModel {
  const versions = readdirSync(join(folder, service)).filter((name) => /^\d{4}-/.test(name));
  const version = join(folder, service, versions.sort().at(-1)!);
  const file = readdirSync(version).find((name) => name.startsWith('service-2.json'));
  const bytes = readFileSync(join(version, file!));
  return JSON.parse(String(file?.endsWith('.gz') ? gunzipSync(bytes) : bytes));
}
