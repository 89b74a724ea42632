import type { PropertyTable } from '../properties.ts';

const NOT_TRACED = 'nothing is traced';
const NO_PERMISSIONS = 'nothing here asks for permission';
const NO_VERSIONS =
  'those of a template have no versions or aliases: events reach the function itself';
const NO_ENCRYPTION = 'nothing is encrypted';
const NO_TAGS = 'resources are not tagged';
const NOT_ASYNCHRONOUS = 'it is for asynchronous invocations, and a stream invokes synchronously';
const ONE_MACHINE = 'the function runs on this machine';

/** What both resource types of a function have. */
const COMMON: PropertyTable = {
  Description: true,
  Environment: true,
  FunctionName: true,
  Handler: true,
  LoggingConfig: true,
  MemorySize: true,
  PackageType: true,
  ReservedConcurrentExecutions: true,
  Role: true,
  Runtime: true,
  Timeout: true,
  Architectures: ONE_MACHINE,
  CapacityProviderConfig: ONE_MACHINE,
  CodeSigningConfigArn: 'code is not checked for signatures',
  DurableConfig: 'durable functions do not run here',
  EphemeralStorage: ONE_MACHINE,
  FileSystemConfigs: 'no file systems are mounted',
  FunctionScalingConfig: ONE_MACHINE,
  ImageConfig: 'container images do not run here',
  KmsKeyArn: NO_ENCRYPTION,
  Layers: 'the files of layers are not there; install what they hold beside the function',
  PublishToLatestPublished: NO_VERSIONS,
  RecursiveLoop: 'loops are not looked for',
  RuntimeManagementConfig: 'the runtime is the one that this machine has',
  SnapStart: ONE_MACHINE,
  Tags: NO_TAGS,
  TenancyConfig: ONE_MACHINE,
  VpcConfig: 'there are no private networks',
};

/** The properties of AWS::Lambda::Function (CloudFormation template reference). */
export const LAMBDA_FUNCTION: PropertyTable = {
  ...COMMON,
  Code: true,
  DeadLetterConfig: NOT_ASYNCHRONOUS,
  TracingConfig: NOT_TRACED,
};

/** The properties of AWS::Serverless::Function (AWS SAM developer guide). */
export const SERVERLESS_FUNCTION: PropertyTable = {
  ...COMMON,
  CodeUri: true,
  Events: true,
  ImageUri: true,
  InlineCode: true,
  AssumeRolePolicyDocument: NO_PERMISSIONS,
  AutoPublishAlias: NO_VERSIONS,
  AutoPublishAliasAllProperties: NO_VERSIONS,
  AutoPublishCodeSha256: NO_VERSIONS,
  DeadLetterQueue: NOT_ASYNCHRONOUS,
  DeploymentPreference: NO_VERSIONS,
  EventInvokeConfig: NOT_ASYNCHRONOUS,
  FunctionUrlConfig: 'functions have no URLs',
  PermissionsBoundary: NO_PERMISSIONS,
  Policies: NO_PERMISSIONS,
  PropagateTags: NO_TAGS,
  ProvisionedConcurrencyConfig: ONE_MACHINE,
  RolePath: NO_PERMISSIONS,
  SourceKMSKeyArn: NO_ENCRYPTION,
  Tracing: NOT_TRACED,
  VersionDeletionPolicy: NO_VERSIONS,
  VersionDescription: NO_VERSIONS,
};
