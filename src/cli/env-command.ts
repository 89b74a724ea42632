import { Command } from 'commander';
import type { Access } from '../app/access-route.ts';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { exportLines, trustLines } from './exports.ts';
import { DEFAULT_PORT, defaultRegion, parsePort, parseRegion } from './start-options.ts';
import { UsageError } from './usage-error.ts';

interface EnvFlags {
  readonly port: number;
  readonly region: string;
  readonly tls?: boolean;
}

export function envCommand(): Command {
  return new Command('env')
    .description('Prints the shell lines that point the AWS CLI and the SDKs at a local endpoint.')
    .option('--port <number>', 'the port of the endpoint, without TLS', parsePort, DEFAULT_PORT)
    .option('--region <region>', 'the region to use', parseRegion, defaultRegion())
    .option('--tls', 'point at its port with TLS, and trust it')
    .addHelpText('after', '\nExample:\n  eval "$(sluicebox env)" && aws kinesis list-streams')
    .action(async (flags: EnvFlags) => {
      for (const line of await linesOf(flags)) console.log(line);
    });
}

/**
 * What a running endpoint tells of its keys and its TLS goes into the lines; where none runs yet, it
 * is taken for one that believes everybody.
 */
async function linesOf({ port, region, tls: wantsTls }: EnvFlags): Promise<string[]> {
  const endpoint = `http://127.0.0.1:${port}`;
  const { accessKeyId, tls } = await accessAt(endpoint);
  const scope = { ...DEFAULT_SCOPE, region };
  const key = accessKeyId === undefined ? undefined : keyOf(accessKeyId, process.env);
  if (!wantsTls) return exportLines(endpoint, scope, key);
  if (tls) return [...exportLines(tls.endpoint, scope, key), ...trustLines(tls.caFile)];
  throw new UsageError(
    `No endpoint with TLS runs at ${endpoint}: start one with \`sluicebox up --tls-port N\`.`,
  );
}

/** The session token of the environment stays where the key is the one that it belongs to. */
function keyOf(accessKeyId: string, environment: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN: sessionToken } = environment;
  return {
    accessKeyId,
    ...(AWS_ACCESS_KEY_ID === accessKeyId && sessionToken && { sessionToken }),
  };
}

async function accessAt(endpoint: string): Promise<Access> {
  try {
    const url = new URL('/_sluicebox/access', endpoint);
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return response.ok ? ((await response.json()) as Access) : {};
  } catch {
    return {};
  }
}
