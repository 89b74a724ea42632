import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import { prepareCode } from '../function-code/prepare-code.ts';
import type { PreparedCode } from '../function-code/prepared-code.ts';
import type { Events } from '../observe/events.ts';
import type { PlannedFunction } from '../template/plan.ts';

interface CodeOfFunction {
  readonly logicalId: string;
  readonly functionName: string;
  readonly code: PreparedCode;
}

/** Where code is, and that of a template's functions: made ready to run, and watched for changes. */
export class CodeFolders {
  /** Everything that is written goes below this: the data folder, or one that is temporary. */
  readonly directory: string;
  readonly #isTemporary: boolean;
  readonly #prepared: CodeOfFunction[] = [];
  #stops: (() => void)[] = [];

  /** @param dataDirectory where code is kept; without one it is kept until `dispose` */
  constructor(dataDirectory: string | undefined) {
    process.once('exit', this.#remove);
    this.#isTemporary = dataDirectory === undefined;
    this.directory = dataDirectory ?? mkdtempSync(join(tmpdir(), 'sluicebox-code-'));
  }

  /** The folder of each function's code, by logical id. */
  get directories(): ReadonlyMap<string, string> {
    return new Map(this.#prepared.map(({ logicalId, code }) => [logicalId, code.codeDirectory]));
  }

  /** @throws CodeError for the first function whose code cannot be made ready */
  async prepare(
    functions: readonly PlannedFunction[],
    options: { readonly templateDirectory: string; readonly clock: Clock; readonly events: Events },
  ): Promise<void> {
    const buildDirectory = join(this.directory, 'build');
    const all = functions.map(async (planned) => {
      const code = await prepareCode(planned, { ...options, buildDirectory });
      const { logicalId, functionName } = planned;
      this.#prepared.push({ logicalId, functionName, code });
    });
    const failure = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
    if (failure) throw (failure as PromiseRejectedResult).reason;
  }

  /** Calls back with the name of a function whenever its code has changed and is ready again. */
  watch(onChange: (functionName: string) => void): void {
    this.#stops = this.#prepared.map(({ functionName, code }) =>
      code.watch(() => onChange(functionName)),
    );
  }

  stopWatching(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Removes what was written. */
  dispose(): void {
    this.stopWatching();
    for (const { code } of this.#prepared.splice(0)) code.dispose();
    process.off('exit', this.#remove);
    this.#remove();
  }

  /** Also when the process ends before anybody disposes of it. */
  readonly #remove = () => {
    if (this.#isTemporary) rmSync(this.directory, { recursive: true, force: true });
  };
}
