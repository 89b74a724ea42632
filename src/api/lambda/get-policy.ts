import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { policyOf } from '../../lambda/control/policies.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { functionNameInPath, qualifiedName, qualifierInQuery } from './function-shapes.ts';

export const getPolicy = operation<ControlPlane>()({
  name: 'GetPolicy',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/policy' },
  input: structure({ FunctionName: functionNameInPath, Qualifier: qualifierInQuery }),
  output: structure({ Policy: string(), RevisionId: string() }),
  handle({ functions }, { FunctionName, Qualifier }, { scope }) {
    const name = qualifiedName(FunctionName, Qualifier);
    const { qualifier } = parseFunctionName(name);
    const { statements, revisionId } = policyOf(functions.known(scope, name), qualifier);
    const policy = { Version: '2012-10-17', Id: 'default', Statement: statements };
    return { Policy: JSON.stringify(policy), RevisionId: revisionId };
  },
});
