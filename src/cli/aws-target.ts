import type { Command } from 'commander';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { isForeignAnswer } from '../failures/aws-call.ts';
import type { ClientConfiguration, ClientService } from '../failures/aws-clients.ts';
import { profileSettings } from './shared-config.ts';
import { DEFAULT_PORT, defaultRegion } from './start-options.ts';
import { UsageError } from './usage-error.ts';

/** Where AWS is: here, or at AWS. */
export interface TargetFlags {
  readonly endpointUrl?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly aws?: boolean;
}

/** What a client of the AWS SDK is made with, and how that is said. */
export interface Target {
  readonly client: ClientConfiguration;
  /** The endpoint, if it is not AWS's own. */
  readonly endpoint: string | undefined;
  readonly text: string;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/;

export function addTargetOptions(command: Command): Command {
  return command
    .option('--endpoint-url <url>', `the endpoint (default: http://127.0.0.1:${DEFAULT_PORT})`)
    .option('--region <region>', 'the region')
    .option('--profile <name>', 'use AWS itself, with this profile of the AWS CLI')
    .option('--aws', 'use AWS itself, with the credentials that the AWS CLI would find');
}

/**
 * Where requests go: to --endpoint-url, to what the endpoint variables or the profile say, to AWS
 * itself if that was asked for by name, or else to an endpoint on this machine. Never to AWS by accident, and with
 * --aws never anywhere else. The SDK is told so by `environment`, which is changed.
 *
 * @throws UsageError for a URL that is none
 */
export function targetOf(
  flags: TargetFlags,
  service: ClientService,
  environment: NodeJS.ProcessEnv = process.env,
): Target {
  const isAws = flags.aws === true || flags.profile !== undefined;
  // The SDK reads the endpoint variables by itself, whatever its clients are made with.
  if (flags.aws) environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true';
  // Of profiles it reads the endpoint of this one alone, whichever its clients are made with.
  if (flags.profile !== undefined) environment.AWS_PROFILE = flags.profile;
  const configured = configuredEndpoint(flags, service, environment);
  const otherwise = isAws ? undefined : `http://127.0.0.1:${DEFAULT_PORT}`;
  const endpoint = flags.endpointUrl ?? configured?.url ?? otherwise;
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    const given = flags.endpointUrl === undefined ? configured?.from : '--endpoint-url';
    throw new UsageError(`${given} takes a URL such as http://127.0.0.1:4566, not ${endpoint}.`);
  }
  const isHere = endpoint !== undefined && LOOPBACK.test(new URL(endpoint).hostname);
  const profile = configured && endpoint === configured.url ? configured.profile : flags.profile;
  const region = flags.region ?? configured?.region ?? (isHere ? defaultRegion() : undefined);
  return {
    endpoint,
    text: endpoint ?? `AWS${flags.profile === undefined ? '' : `, profile ${flags.profile}`}`,
    client: {
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
      ...(isHere && profile === undefined && { credentials: localCredentials(environment) }),
    },
  };
}

/** An endpoint that nobody typed, and what its profile says besides. */
interface ConfiguredEndpoint {
  readonly url: string;
  /** How it is called where something is wrong with it. */
  readonly from: string;
  /** Absent where the credentials are not those of a profile. */
  readonly profile?: string;
  readonly region?: string | undefined;
}

/** The endpoint of the variables or, without one, of the profile: in the order of the SDK. */
function configuredEndpoint(
  flags: TargetFlags,
  service: ClientService,
  environment: NodeJS.ProcessEnv,
): ConfiguredEndpoint | undefined {
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return undefined;
  // The SDK takes an empty variable for one that is not there.
  const variable = environment[`AWS_ENDPOINT_URL_${service}`] || environment.AWS_ENDPOINT_URL;
  const asked = flags.profile !== undefined && { profile: flags.profile };
  if (variable) return { url: variable, from: 'The endpoint variable', ...asked };
  const profile = environment.AWS_PROFILE || 'default';
  const {
    endpointUrl: url,
    region,
    hasCredentials,
  } = profileSettings(profile, service, environment);
  if (url === undefined) return undefined;
  const isByProfile = hasCredentials && (asked || !environment.AWS_ACCESS_KEY_ID);
  const from = `The endpoint_url of the profile ${profile}`;
  const regional = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? region;
  return { url, from, region: regional, ...(isByProfile && { profile }) };
}

/**
 * As whom an endpoint on this machine is asked. The access key chooses the account; whether it has
 * the right secret is looked at with `--auth strict` alone.
 */
export function localCredentials(environment: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId = DEFAULT_SCOPE.account } = environment;
  const { AWS_SECRET_ACCESS_KEY: secretAccessKey = 'local' } = environment;
  const { AWS_SESSION_TOKEN: sessionToken } = environment;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** What went wrong, in words that say what to do where there is no endpoint. */
export function refusalText(error: unknown, { text }: Target): string {
  const { message, name } = error as Error;
  const problem = endpointProblem(error, text);
  if (problem === undefined) return message || name;
  return (
    `${problem} Start an endpoint with \`sluicebox up\`, give --endpoint-url, ` +
    'or --profile or --aws for AWS itself.'
  );
}

/** That nothing answers, or something else does; undefined for an error that is none of both. */
export function endpointProblem(error: unknown, text: string): string | undefined {
  const { message, name } = error as Error;
  if (/ECONNREFUSED|ENOTFOUND/.test(`${message} ${name}`)) return `nothing answers at ${text}.`;
  return isForeignAnswer(error) ? `what answers at ${text} is no endpoint of AWS.` : undefined;
}
