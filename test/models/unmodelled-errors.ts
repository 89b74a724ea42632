/** Errors that operations answer though their models do not list them. */
export interface UnmodelledErrors {
  readonly service: string;
  /** Those that answer them; all of the service's unless given. */
  readonly operations?: readonly string[];
  readonly codes: readonly string[];
  readonly reason: string;
}

/** S3 is not among them: its model lists hardly any error, its API reference lists them by themselves. */
export const UNMODELLED_ERRORS: readonly UnmodelledErrors[] = [
  {
    service: 'sqs',
    codes: ['MissingRequiredParameterException', 'InvalidParameterValueException'],
    reason: 'what AWS answers to a parameter that is missing or wrong (observed on AWS)',
  },
  {
    service: 'sqs',
    operations: ['ReceiveMessage'],
    codes: ['InvalidAttributeName'],
    reason: 'the model has it for the attributes of queues alone (observed on AWS)',
  },
  {
    service: 'iam',
    operations: ['ListPolicies', 'ListRoles'],
    codes: ['ValidationError'],
    reason: 'an error that all operations of the query protocol have in common',
  },
  {
    service: 'sts',
    codes: ['ValidationError'],
    reason: 'an error that all operations of the query protocol have in common',
  },
  {
    service: 'monitoring',
    codes: [
      'InvalidParameterCombinationException',
      'InvalidParameterValueException',
      'MissingRequiredParameterException',
      'ValidationException',
    ],
    reason: 'the common errors of the API reference; the model lists them for few operations',
  },
  {
    service: 'logs',
    operations: ['CreateLogStream', 'CreateLogGroup'],
    codes: ['ValidationException'],
    reason: 'a name with U+0000 cannot be kept here',
  },
  {
    service: 'lambda',
    operations: ['DeleteAlias'],
    codes: ['ResourceNotFoundException'],
    reason: 'of a function that is not there; the model has it for all others that name one',
  },
  {
    service: 'lambda',
    operations: ['ListLayers'],
    codes: ['UnknownOperationException'],
    reason: 'GetLayerVersionByArn has its path, and does not run here',
  },
];
