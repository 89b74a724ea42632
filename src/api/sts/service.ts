import { bind, type Service } from '../operation.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** The part of AWS STS that tools ask to learn who they are. */
export function stsService(): Service {
  return {
    signingName: 'sts',
    protocols: [
      {
        name: 'query',
        apiVersion: '2011-06-15',
        xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      },
    ],
    toAwsError: () => undefined,
    operations: bind(undefined, [getCallerIdentity]),
  };
}
