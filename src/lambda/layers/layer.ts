import { formatArn, parseArn } from '../../aws/arn.ts';
import type { Scope } from '../../aws/scope.ts';
import { LambdaError } from '../lambda-error.ts';
import type { CodePackage } from '../packages/code-package.ts';

/** A version of a layer, which never changes. */
export interface LayerVersion {
  readonly version: number;
  readonly description: string;
  readonly licenseInfo?: string;
  readonly compatibleRuntimes?: readonly string[];
  readonly compatibleArchitectures?: readonly string[];
  readonly createdAtMs: number;
  readonly codePackage: CodePackage;
}

/** What names a layer. */
export interface LayerPlace {
  readonly scope: Scope;
  readonly layerName: string;
}

/** A layer with the versions that were not deleted, the oldest first. */
export interface Layer extends LayerPlace {
  /** The number of the last version that was published, deleted ones included. */
  readonly lastVersion: number;
  readonly versions: readonly LayerVersion[];
}

/** The ARN of a layer. */
export const layerArn = (scope: Scope, layerName: string) =>
  formatArn(scope, 'lambda', `layer:${layerName}`);

/** The ARN of a version of a layer. */
export const layerVersionArn = ({ scope, layerName }: LayerPlace, version: number) =>
  `${layerArn(scope, layerName)}:${version}`;

/** The layer that a name or an ARN means. */
export function parseLayerName(scope: Scope, text: string): LayerPlace {
  const arn = parseArn(text);
  if (!arn) return { scope, layerName: text };
  const { account, region, resource } = arn;
  return { scope: { account, region }, layerName: resource.replace(/^layer:/, '') };
}

/**
 * The version of a layer that an ARN means.
 *
 * @throws LambdaError InvalidParameterValueException for what is no such ARN
 */
export function parseLayerVersionArn(text: string): LayerPlace & { readonly version: number } {
  const arn = parseArn(text);
  const [, layerName, version] = /^layer:([a-zA-Z0-9-_]+):(\d+)$/.exec(arn?.resource ?? '') ?? [];
  if (!arn || !layerName) {
    throw new LambdaError('InvalidParameterValueException', `Invalid layer version ARN: ${text}`);
  }
  const { account, region } = arn;
  return { scope: { account, region }, layerName, version: Number(version) };
}

export const layerDoesNotExist = (arn: string) =>
  new LambdaError('InvalidParameterValueException', `Layer version ${arn} does not exist.`);
