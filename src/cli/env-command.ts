import { Command } from 'commander';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { exportLines } from './exports.ts';
import { DEFAULT_PORT, defaultRegion, parsePort, parseRegion } from './start-options.ts';

export function envCommand(): Command {
  return new Command('env')
    .description('Prints the shell lines that point the AWS CLI and the SDKs at a local endpoint.')
    .option('--port <number>', 'the port of the endpoint', parsePort, DEFAULT_PORT)
    .option('--region <region>', 'the region to use', parseRegion, defaultRegion())
    .addHelpText('after', '\nExample:\n  eval "$(sluicebox env)" && aws kinesis list-streams')
    .action(({ port, region }: { port: number; region: string }) => {
      const scope = { ...DEFAULT_SCOPE, region };
      for (const line of exportLines(`http://127.0.0.1:${port}`, scope)) console.log(line);
    });
}
