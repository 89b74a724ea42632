import { UsageError } from './usage-error.ts';

/** The options of `failures redrive` that say what is done, as they were typed. */
export interface RedriveFlags {
  readonly all?: boolean;
  readonly to: 'lambda' | 'stream' | 'file';
  readonly out?: string;
  readonly toFunction?: string;
  readonly toStream?: string;
  readonly each?: boolean;
  readonly match?: string;
  readonly ledger?: string;
  readonly again?: boolean;
  readonly resendUnknown?: boolean;
  readonly acceptUnknown?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly rate?: number;
  readonly concurrency: number;
  readonly limit?: number;
  readonly keepMessages?: boolean;
  readonly deleteMessages?: boolean;
  readonly deleteObjects?: boolean;
  readonly json?: boolean;
}

/** Combinations that say nothing, or two things at once. */
const RULES: readonly (readonly [
  isBroken: (flags: RedriveFlags, ids: readonly string[]) => unknown,
  message: string,
])[] = [
  [({ all }, ids) => !all && ids.length === 0, 'Name the messages by their IDs, or give --all.'],
  [({ all }, ids) => all && ids.length > 0, 'Give either IDs or --all, not both.'],
  [({ to, out }) => to === 'file' && out === undefined, '--to file needs --out PATH.'],
  [({ to, out }) => to !== 'file' && out !== undefined, '--out goes with --to file.'],
  [({ to, toFunction }) => to !== 'lambda' && toFunction, '--to-function goes with --to lambda.'],
  [({ to, each }) => to !== 'lambda' && each, '--each goes with --to lambda.'],
  [({ to, toStream }) => to !== 'stream' && toStream, '--to-stream goes with --to stream.'],
  [
    ({ resendUnknown, acceptUnknown }) => resendUnknown && acceptUnknown,
    'Give either --resend-unknown or --accept-unknown, not both.',
  ],
  [
    ({ to, resendUnknown, acceptUnknown }) => to === 'file' && (resendUnknown || acceptUnknown),
    'What a file holds is known: --resend-unknown and --accept-unknown go with other targets.',
  ],
  [
    ({ keepMessages, deleteMessages }) => keepMessages && deleteMessages,
    'Give either --keep-messages or --delete-messages, not both.',
  ],
  [
    (flags) => flags.deleteObjects && !deletesMessages(flags),
    '--delete-objects deletes messages, so it needs --delete-messages here.',
  ],
];

/** @throws UsageError for options that do not go together */
export function checkFlags(flags: RedriveFlags, ids: readonly string[]): void {
  const broken = RULES.find(([isBroken]) => isBroken(flags, ids));
  if (broken) throw new UsageError(broken[1]);
}

/**
 * Whether messages are deleted once all they stand for has succeeded. Records in a file have not
 * been processed: there it has to be asked for.
 */
export function deletesMessages({ to, keepMessages, deleteMessages }: RedriveFlags): boolean {
  return to === 'file' ? deleteMessages === true : keepMessages !== true;
}

/** Whether a person has to agree before it begins: whatever changes more than a new file. */
export function needsConsent(flags: RedriveFlags): boolean {
  return !flags.yes && !flags.dryRun && (flags.to !== 'file' || deletesMessages(flags));
}
