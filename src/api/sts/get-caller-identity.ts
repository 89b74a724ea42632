import type { Sessions } from '../../sts/sessions.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';

/** Whoever does not sign with temporary credentials is the root user of the request's account. */
export const getCallerIdentity = operation<Sessions>()({
  name: 'GetCallerIdentity',
  input: structure({}),
  output: structure({ UserId: string(), Account: string(), Arn: string() }),
  handle(sessions, _input, { scope, accessKeyId }) {
    const { userId, account, arn } = sessions.identityOf(scope, accessKeyId);
    return { UserId: userId, Account: account, Arn: arn };
  },
});
