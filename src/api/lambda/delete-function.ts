import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { deleteVersion } from '../../lambda/control/versions.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { functionNameInPath, qualifiedName, qualifierInQuery } from './function-shapes.ts';

/** Answers 204, as recorded on AWS, whatever newer models say. */
export const deleteFunction = operation<ControlPlane>()({
  name: 'DeleteFunction',
  http: { method: 'DELETE', path: '/2015-03-31/functions/{FunctionName}', status: 204 },
  input: structure({ FunctionName: functionNameInPath, Qualifier: qualifierInQuery }),
  output: structure({}),
  async handle({ control }, { FunctionName, Qualifier }, { scope }) {
    const { qualifier } = parseFunctionName(qualifiedName(FunctionName, Qualifier));
    if (qualifier === undefined) await control.delete(scope, FunctionName);
    else {
      await control.change(scope, FunctionName, (known, moment) =>
        deleteVersion(known, qualifier, moment),
      );
    }
    return {};
  },
});
