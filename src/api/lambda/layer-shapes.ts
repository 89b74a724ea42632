import { RUNTIMES } from '../../aws/lambda-runtimes.ts';
import {
  type LayerPlace,
  type LayerVersion,
  layerArn,
  layerVersionArn,
} from '../../lambda/layers/layer.ts';
import { type Infer, integer, list, required, string, structure } from '../../wire/shape.ts';
import { archiveUrl } from './archive-url.ts';
import { lambdaTime } from './describe-function.ts';

/** The name of a layer, or its ARN, in the path of a request. */
export const layerNameInPath = required(
  string({
    in: 'path',
    min: 1,
    max: 140,
    pattern: '(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+',
  }),
);

/** The number of a version, in the path of a request. */
export const versionNumberInPath = required(integer({ in: 'path' }));

/** What a layer may say of itself, in requests and in answers. */
export const layerMembers = {
  Description: string({ min: 0, max: 256 }),
  CompatibleRuntimes: list(string({ enum: RUNTIMES }), { min: 0, max: 15 }),
  LicenseInfo: string({ min: 0, max: 512 }),
  CompatibleArchitectures: list(string({ enum: ['x86_64', 'arm64'] }), { min: 0, max: 2 }),
} as const;

/** How lists of layers are narrowed, and read on. */
export const layerListMembers = {
  CompatibleRuntime: string({ in: 'query', enum: RUNTIMES }),
  CompatibleArchitecture: string({ in: 'query', enum: ['x86_64', 'arm64'] }),
  Marker: string({ in: 'query' }),
  MaxItems: integer({ in: 'query', min: 1, max: 50 }),
} as const;

/** However many are asked for, a page has no more. Source: ListLayers API reference. */
export const MOST_LAYERS_OF_A_PAGE = 50;

/** LayerVersionsListItem (Lambda API reference). */
export const layerVersionItem = structure({
  LayerVersionArn: string(),
  Version: integer(),
  CreatedDate: string(),
  ...layerMembers,
});

/** What PublishLayerVersion and GetLayerVersion answer. */
export const layerVersionShape = structure({
  Content: structure({ Location: string(), CodeSha256: string(), CodeSize: integer() }),
  LayerArn: string(),
  LayerVersionArn: string(),
  Version: integer(),
  CreatedDate: string(),
  ...layerMembers,
});

/** A version as lists show it. */
export function describeLayerItem(
  layer: LayerPlace,
  version: LayerVersion,
): Infer<typeof layerVersionItem> {
  const { compatibleRuntimes: runtimes, compatibleArchitectures: architectures } = version;
  return {
    LayerVersionArn: layerVersionArn(layer, version.version),
    Version: version.version,
    Description: version.description,
    CreatedDate: lambdaTime(version.createdAtMs),
    CompatibleRuntimes: runtimes && [...runtimes],
    LicenseInfo: version.licenseInfo,
    CompatibleArchitectures: architectures && [...architectures],
  };
}

/** A version as it is shown alone. */
export function describeLayerVersion(
  layer: LayerPlace,
  version: LayerVersion,
  endpoint: string,
): Infer<typeof layerVersionShape> {
  const { codePackage } = version;
  return {
    ...describeLayerItem(layer, version),
    Content: {
      Location: archiveUrl(endpoint, 'layers', codePackage),
      CodeSha256: Buffer.from(codePackage.sha256, 'hex').toString('base64'),
      CodeSize: codePackage.size,
    },
    LayerArn: layerArn(layer.scope, layer.layerName),
  };
}

/** Which versions of layers a list is narrowed to. */
export interface LayerFilter {
  readonly CompatibleRuntime?: string | undefined;
  readonly CompatibleArchitecture?: string | undefined;
}

/** Whether a version says that it goes with what is asked for; one that says nothing does not. */
export function isCompatible(
  version: LayerVersion,
  { CompatibleRuntime: runtime, CompatibleArchitecture: architecture }: LayerFilter,
): boolean {
  const { compatibleRuntimes = [], compatibleArchitectures = [] } = version;
  return (
    (runtime === undefined || compatibleRuntimes.includes(runtime)) &&
    (architecture === undefined || compatibleArchitectures.includes(architecture))
  );
}
