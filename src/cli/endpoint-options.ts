import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AuthFlags, parseAuthKey } from './auth-options.ts';
import { parsePort } from './start-options.ts';

/** The options of an endpoint that others reach. */
export interface EndpointFlags extends AuthFlags {
  readonly tlsPort?: number;
  readonly corsOrigin?: readonly string[];
  readonly allowHost?: readonly string[];
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
    )
    .option(
      '--allow-host <name>',
      'a further name by which it may be called; again for more',
      parseHost,
    )
    .option(
      '--cors-origin <url>',
      'answer web pages of this origin; again for more (default: none)',
      parseOrigin,
    );
}

/** Reads a host name without a port, which may be given several times. */
function parseHost(text: string, before: readonly string[] = []): string[] {
  if (/^[a-z0-9._-]+$/i.test(text)) return [...before, text];
  throw new InvalidArgumentError('A name has no port and no path: my-machine.');
}

/** Reads an origin, which may be given several times: `https://app.example:8443`. */
function parseOrigin(text: string, before: readonly string[] = []): string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
  if (isOrigin) return [...before, url.origin];
  throw new InvalidArgumentError('An origin is a URL without a path: https://app.example:8443.');
}
