import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeFunction } from './describe-function.ts';
import {
  functionConfiguration,
  functionNameInPath,
  qualifiedName,
  qualifierInQuery,
} from './function-shapes.ts';

export const getFunctionConfiguration = operation<ControlPlane>()({
  name: 'GetFunctionConfiguration',
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/configuration' },
  input: structure({ FunctionName: functionNameInPath, Qualifier: qualifierInQuery }),
  output: functionConfiguration,
  handle({ functions }, { FunctionName, Qualifier }, { scope }) {
    const name = qualifiedName(FunctionName, Qualifier);
    const { qualifier } = parseFunctionName(name);
    return describeFunction(functions.known(scope, name), functions.get(scope, name), qualifier);
  },
});
