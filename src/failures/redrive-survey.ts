import type { Failure, Hydrate, Hydration } from './failure.ts';
import { missingText } from './redrive-message.ts';
import { type Fate, type PlanOptions, planRecords } from './redrive-plan.ts';

/** What a redrive would do with one message. */
export interface SurveyedMessage {
  readonly failure: Failure;
  /** Records in its range by what would become of them. */
  readonly fates: Readonly<Record<Fate, number>>;
  readonly missing: Hydration['missing'] | 'unreadable';
  /** Whether the target takes none of it. */
  readonly isRefused: boolean;
  /** Why it would stay, as far as that is known beforehand. */
  readonly reasons: readonly string[];
}

const NO_FATES: Readonly<Record<Fate, number>> = {
  send: 0,
  'sent before': 0,
  'not matched': 0,
  unknown: 0,
  accepted: 0,
};

/** Looks what a redrive would do, one message after the other, and changes nothing. */
export async function survey(
  failures: readonly Failure[],
  options: PlanOptions & {
    readonly hydrate: Hydrate;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: (() => void) | undefined;
  },
): Promise<SurveyedMessage[]> {
  const surveyed: SurveyedMessage[] = [];
  for (const failure of failures) {
    if (options.signal?.aborted) break;
    surveyed.push(await surveyOne(failure, options));
    options.onProgress?.();
  }
  return surveyed;
}

async function surveyOne(
  failure: Failure,
  options: PlanOptions & { readonly hydrate: Hydrate },
): Promise<SurveyedMessage> {
  try {
    const hydration = await options.hydrate(failure);
    const fates: Record<Fate, number> = { ...NO_FATES };
    for (const { fate } of planRecords(failure, hydration, options)) fates[fate] += 1;
    const refusal = fates.send > 0 ? options.target.refusal?.(failure) : undefined;
    const isRefused = refusal !== undefined;
    if (isRefused) fates.send = 0;
    const reasons = [...(isRefused ? [refusal] : []), ...missingText(hydration)];
    return { failure, fates, missing: hydration.missing, isRefused, reasons };
  } catch (error) {
    const reasons = [`Its records cannot be read: ${(error as Error).message}`];
    return { failure, fates: NO_FATES, missing: 'unreadable', isRefused: false, reasons };
  }
}

/**
 * Keeps what was hydrated, up to `mostBytes` of data, so that what was looked at before a redrive
 * need not be read again, at five reads a second, while it expires. What is kept is given once.
 */
export function rememberingHydrate(hydrate: Hydrate, mostBytes: number): Hydrate {
  const kept = new Map<Failure, Hydration>();
  let bytes = 0;
  return async (failure) => {
    const known = kept.get(failure);
    if (known) {
      kept.delete(failure);
      bytes -= bytesOf(known);
      return known;
    }
    const hydration = await hydrate(failure);
    const size = bytesOf(hydration);
    if (bytes + size <= mostBytes) {
      kept.set(failure, hydration);
      bytes += size;
    }
    return hydration;
  };
}

/** What a record takes in memory beside its data, about. */
const OVERHEAD_BYTES = 500;

function bytesOf({ records }: Hydration): number {
  return records.reduce((sum, { data }) => sum + data.byteLength + OVERHEAD_BYTES, 0);
}
