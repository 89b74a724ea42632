import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { type BoundOperation, bind } from '../operation.ts';
import { addPermission } from './add-permission.ts';
import { createAlias } from './create-alias.ts';
import { createFunction } from './create-function.ts';
import { deleteAlias } from './delete-alias.ts';
import { deleteFunction } from './delete-function.ts';
import { deleteFunctionConcurrency } from './delete-function-concurrency.ts';
import { deleteFunctionEventInvokeConfig } from './delete-function-event-invoke-config.ts';
import { getAccountSettings } from './get-account-settings.ts';
import { getAlias } from './get-alias.ts';
import { getFunction } from './get-function.ts';
import { getFunctionCodeSigningConfig } from './get-function-code-signing-config.ts';
import { getFunctionConcurrency } from './get-function-concurrency.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { getFunctionEventInvokeConfig } from './get-function-event-invoke-config.ts';
import { getPolicy } from './get-policy.ts';
import { invoke } from './invoke.ts';
import { listAliases } from './list-aliases.ts';
import { listFunctionEventInvokeConfigs } from './list-function-event-invoke-configs.ts';
import { listFunctions } from './list-functions.ts';
import { listVersionsByFunction } from './list-versions-by-function.ts';
import { publishVersion } from './publish-version.ts';
import { putFunctionConcurrency } from './put-function-concurrency.ts';
import { putFunctionEventInvokeConfig } from './put-function-event-invoke-config.ts';
import { removePermission } from './remove-permission.ts';
import { updateAlias } from './update-alias.ts';
import { updateFunctionCode } from './update-function-code.ts';
import { updateFunctionConfiguration } from './update-function-configuration.ts';
import { updateFunctionEventInvokeConfig } from './update-function-event-invoke-config.ts';

/** Lambda's operations on functions, their versions and their aliases. */
export function functionOperations(controlPlane: ControlPlane): BoundOperation[] {
  return [
    ...bind(controlPlane.functions, [invoke]),
    ...bind(controlPlane, [
      addPermission,
      createAlias,
      createFunction,
      deleteAlias,
      deleteFunction,
      deleteFunctionConcurrency,
      deleteFunctionEventInvokeConfig,
      getAccountSettings,
      getAlias,
      getFunction,
      getFunctionCodeSigningConfig,
      getFunctionConcurrency,
      getFunctionConfiguration,
      getFunctionEventInvokeConfig,
      getPolicy,
      listAliases,
      listFunctionEventInvokeConfigs,
      listFunctions,
      listVersionsByFunction,
      publishVersion,
      putFunctionConcurrency,
      putFunctionEventInvokeConfig,
      removePermission,
      updateAlias,
      updateFunctionCode,
      updateFunctionConfiguration,
      updateFunctionEventInvokeConfig,
    ]),
  ];
}
