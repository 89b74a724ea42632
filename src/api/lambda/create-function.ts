import { isSameScope } from '../../aws/scope.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { checkMandatory, checkSettings, DEFAULT_SETTINGS } from '../../lambda/control/settings.ts';
import { checkTags } from '../../lambda/control/tags.ts';
import { publishVersion } from '../../lambda/control/versions.ts';
import { parseFunctionName } from '../../lambda/function-name.ts';
import { LambdaError } from '../../lambda/lambda-error.ts';
import { boolean, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describeCreated } from './describe-function.ts';
import {
  codeMembers,
  codeSource,
  givenRecorded,
  givenSettings,
  publishTo,
  refuse,
  refusedCode,
  refusedSettings,
  roleArn,
  settingsMembers,
} from './function-input.ts';
import { architectures, functionConfiguration, newFunctionName } from './function-shapes.ts';

/** The longest name of a function. Source: CreateFunction API reference. */
const LONGEST_NAME = 64;

const refused = {
  ...refusedSettings,
  ...{ PublishTo: publishTo, TenancyConfig: structure({}) },
  CodeSigningConfigArn: string({
    min: 0,
    max: 200,
    pattern:
      'arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:' +
      'code-signing-config:csc-[a-z0-9]{17}',
  }),
} as const;

export const createFunction = operation<ControlPlane>()({
  name: 'CreateFunction',
  http: { method: 'POST', path: '/2015-03-31/functions', status: 201 },
  input: structure({
    FunctionName: newFunctionName,
    Role: required(roleArn),
    Code: required(structure({ ...codeMembers, ...refusedCode })),
    Publish: boolean(),
    PackageType: string({ enum: ['Zip', 'Image'] }),
    Tags: map(string()),
    Architectures: architectures,
    ...settingsMembers,
    ...refused,
  }),
  output: functionConfiguration,
  async handle({ control, layers }, input, { scope }) {
    const { functionName, ...where } = parseFunctionName(input.FunctionName);
    if (!isSameScope({ ...scope, ...where }, scope)) {
      throw invalid('A function is made in the account and region of the request.');
    }
    refuse(input, refused);
    if (input.PackageType === 'Image') {
      throw invalid('Container images do not run here: the PackageType must be Zip.');
    }
    if (functionName.length > LONGEST_NAME) {
      throw invalid(`The name of a function has ${LONGEST_NAME} characters at most.`);
    }
    const code = codeSource(input.Code);
    const { Tags: tags = {}, Role: role, Architectures } = input;
    const given = givenSettings(input);
    checkMandatory(given);
    checkSettings(given);
    checkTags(tags);
    const { runtime = '', handler = '' } = given;
    const used = layers.ofFunction(scope, input.Layers ?? []);
    const made = {
      ...{ functionName, code, tags },
      ...{ ...DEFAULT_SETTINGS, ...given, runtime, handler, role },
      ...(Architectures && { architectures: Architectures }),
      ...(used.length > 0 && { layers: used }),
      recorded: givenRecorded(input),
    };
    const { known, answer } = await control.create(scope, made, (function_, moment) =>
      input.Publish
        ? publishVersion(function_, {}, moment)
        : { known: function_, answer: function_.latest },
    );
    return describeCreated(known, answer);
  },
});

const invalid = (message: string) => new LambdaError('InvalidParameterValueException', message);
