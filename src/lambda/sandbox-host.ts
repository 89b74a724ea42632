import { createHash } from 'node:crypto';
import { partitionOf } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { initStartLine } from './platform-lines.ts';
import type { Reaper } from './reaper.ts';
import type { RuntimeApi } from './runtime-api.ts';
import type { RuntimeCommand } from './runtimes.ts';

/** What the sandboxes of one function share. */
export interface SandboxHost {
  readonly scope: Scope;
  readonly definition: FunctionDefinition;
  readonly command: RuntimeCommand;
  readonly clock: Clock;
  /** Real time, whatever that of the world is. */
  readonly machineClock: Clock;
  readonly random: Random;
  readonly runtimeApi: RuntimeApi;
  readonly reaper: Reaper;
  /** Where the services that the handler calls are; asked when a sandbox starts. */
  readonly endpoint: () => string;
  /** What the handler signs its calls with. */
  readonly secretAccessKey?: string | undefined;
}

/**
 * The first line in a sandbox's log. AWS names a runtime's version by a hash; so do we, by one of
 * the version's name.
 */
export function initStartLineOf({ scope, command }: SandboxHost): string {
  const hash = createHash('sha256').update(command.version).digest('hex');
  const partition = partitionOf(scope.region);
  const arn = `arn:${partition}:lambda:${scope.region}::runtime:${hash}`;
  return initStartLine(command.version, arn);
}
