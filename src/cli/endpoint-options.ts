import { type Command, Option } from 'commander';
import { type AuthFlags, parseAuthKey } from './auth-options.ts';

/** The options of an endpoint that others reach. */
export interface EndpointFlags extends AuthFlags {}

export function addEndpointOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--auth <kind>', 'strict: verify the signatures of requests')
        .choices(['none', 'strict'])
        .default('none'),
    )
    .option(
      '--auth-key <id:secret>',
      'a key that requests may be signed with; again for more (default: that of the environment)',
      parseAuthKey,
    );
}
