/**
 * The lines that Lambda itself writes into a function's log. Source: AWS Lambda developer guide,
 * "Lambda logs", and lines observed on AWS up to 2026.
 */
const ms = (milliseconds: number) => `${milliseconds.toFixed(2)} ms`;

export const initStartLine = (version: string, versionArn: string) =>
  `INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${versionArn}\n`;

/** Whether the runtime started before the invocation, or again within it. */
export type InitPhase = 'init' | 'invoke';

export interface InitReport {
  readonly durationMs: number;
  readonly phase: InitPhase;
  readonly status: 'error' | 'timeout';
  readonly errorType: string | undefined;
}

/** Written only when the initialization failed. */
export function initReportLine({ durationMs, phase, status, errorType }: InitReport): string {
  const type = status === 'error' ? `\tError Type: ${errorType}` : '';
  return `INIT_REPORT Init Duration: ${ms(durationMs)}\tPhase: ${phase}\tStatus: ${status}${type}\n`;
}

export const startLine = (requestId: string, version: string) =>
  `START RequestId: ${requestId} Version: ${version}\n`;

export const endLine = (requestId: string) => `END RequestId: ${requestId}\n`;

/** @param reason a sentence such as `Runtime exited with error: exit status 1` */
export const exitLines = (requestId: string, reason: string, errorType: string) =>
  `RequestId: ${requestId} Error: ${reason}\n${errorType}\n`;

/** `3.00 seconds`, as AWS words every timeout. */
export const timedOutText = (timeoutSeconds: number) =>
  `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;

export const timedOutLine = (atMs: number, requestId: string, timeoutSeconds: number) =>
  `${new Date(atMs).toISOString()} ${requestId} ${timedOutText(timeoutSeconds)}\n\n`;

export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  /** Only for the first invocation of a sandbox. */
  readonly initDurationMs?: number | undefined;
  readonly status?: 'error' | 'timeout' | undefined;
  readonly errorType?: string | undefined;
  /** Only when the invocation is sampled for tracing. */
  readonly trace?: { readonly traceId: string; readonly segmentId: string } | undefined;
}

/** Billed Duration contains the initialization, as it does on AWS since August 2025. */
export function reportLine(report: Report): string {
  const { requestId, durationMs, initDurationMs, status, errorType, trace } = report;
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${ms(durationMs)}`,
    `Billed Duration: ${Math.ceil(durationMs + (initDurationMs ?? 0))} ms`,
    `Memory Size: ${report.memorySizeMb} MB`,
    `Max Memory Used: ${report.maxMemoryUsedMb} MB`,
  ];
  if (initDurationMs !== undefined) parts.push(`Init Duration: ${ms(initDurationMs)}`);
  if (status) parts.push(`Status: ${status}`);
  if (status === 'error') parts.push(`Error Type: ${errorType}`);
  const first = `${parts.join('\t')}\t\n`;
  if (!trace) return first;
  return `${first}XRAY TraceId: ${trace.traceId}\tSegmentId: ${trace.segmentId}\tSampled: true\t\n`;
}
