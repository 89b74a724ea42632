import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ClientService } from '../failures/aws-clients.ts';
import { UsageError } from './usage-error.ts';

/** What the files of the AWS CLI say of a profile. */
export interface ProfileSettings {
  /** Of the service, or of all; absent also where it is to be ignored. */
  readonly endpointUrl: string | undefined;
  readonly region: string | undefined;
  /** There is something from which the SDK makes credentials. */
  readonly hasCredentials: boolean;
}

type Section = ReadonlyMap<string, string>;

const CREDENTIALS = /^(aws_access_key_id|role_arn|credential_process|sso_|login_session)/;

/**
 * Reads a profile as the AWS SDK for JavaScript does (AWS SDKs and Tools reference guide,
 * service-specific endpoints). The SDK itself finds only the endpoint of AWS_PROFILE, not that of a
 * profile which its client is made with; the AWS CLI finds that too.
 *
 * @throws UsageError when the profile names a services section that is not there
 */
export function profileSettings(
  profile: string,
  service: ClientService,
  environment: NodeJS.ProcessEnv,
): ProfileSettings {
  const config = read(environment.AWS_CONFIG_FILE ?? inHome(environment, 'config'));
  const shared = read(
    environment.AWS_SHARED_CREDENTIALS_FILE ?? inHome(environment, 'credentials'),
  );
  const own = config.get(profile === 'default' ? 'default' : `profile ${profile}`);
  const prefixed = own ?? (profile === 'default' ? config.get('profile default') : undefined);
  const settings = new Map([...(shared.get(profile) ?? []), ...(prefixed ?? [])]);
  const ignores = settings.get('ignore_configured_endpoint_urls')?.toLowerCase() === 'true';
  return {
    endpointUrl: ignores ? undefined : endpointIn(settings, config, service),
    region: settings.get('region'),
    hasCredentials: [...settings.keys()].some((key) => CREDENTIALS.test(key)),
  };
}

function endpointIn(
  settings: Section,
  config: ReadonlyMap<string, Section>,
  service: ClientService,
): string | undefined {
  const name = settings.get('services');
  const services = name ? config.get(`services ${name}`) : undefined;
  if (name && !services) {
    throw new UsageError(`The section [services ${name}] that the profile names is not there.`);
  }
  return services?.get(`${service.toLowerCase()}.endpoint_url`) ?? settings.get('endpoint_url');
}

/** The sections of a file, empty where there is none. What is below a setting is `setting.name`. */
function read(file: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let above = '';
  for (const whole of textOf(file).split(/\r?\n/)) {
    const line = whole.split(/(?:^|\s)[;#]/)[0] ?? '';
    const header = /^\s*\[([^\]]*)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) {
      const name = header.trim().replace(/^([\w-]+)\s+(["']?)(.+)\2$/, '$1 $3');
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      above = '';
    }
    const [, indent = '', key = '', value = ''] =
      /^(\s*)([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!section || key === '') continue;
    if (indent === '') above = value === '' ? key : '';
    section.set(indent !== '' && above !== '' ? `${above}.${key}` : key, value);
  }
  return sections;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const inHome = ({ HOME, USERPROFILE }: NodeJS.ProcessEnv, name: string) =>
  join(HOME ?? USERPROFILE ?? homedir(), '.aws', name);
