import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { functionNameInPath } from './function-shapes.ts';

/** No function has one here: CreateFunction refuses them. Terraform asks for each function. */
export const getFunctionCodeSigningConfig = operation<ControlPlane>()({
  name: 'GetFunctionCodeSigningConfig',
  http: { method: 'GET', path: '/2020-06-30/functions/{FunctionName}/code-signing-config' },
  input: structure({ FunctionName: functionNameInPath }),
  output: structure({ CodeSigningConfigArn: required(string()), FunctionName: required(string()) }),
  handle: ({ functions }, { FunctionName }, { scope }) => ({
    CodeSigningConfigArn: '',
    FunctionName: functions.known(scope, FunctionName).functionName,
  }),
});
