import { type Command, Option } from 'commander';
import { type AuthFlags, parseAuthKey } from './auth-options.ts';
import { parsePort } from './start-options.ts';

/** The options of an endpoint that others reach. */
export interface EndpointFlags extends AuthFlags {
  readonly tlsPort?: number;
}

export function addEndpointOptions(command: Command): Command {
  return command
    .option('--tls-port <number>', 'a second port, with TLS; 0 for any that is free', parsePort)
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
