import type { Resource } from '../template/sections.ts';
import type { Consumer, LintedTemplate } from './linted-template.ts';

/** Defaults of AWS, in seconds (Kinesis, SQS and Lambda API references). */
const DEFAULT_STREAM_RETENTION_HOURS = 24;
const DEFAULT_QUEUE_RETENTION_SECONDS = 345_600;
const DEFAULT_TIMEOUT_SECONDS = 3;
const SECONDS_OF_AN_HOUR = 3600;

/** How long the stream keeps a record; undefined when the template does not say. */
export function streamRetentionSeconds(
  template: LintedTemplate,
  { stream }: Consumer,
): number | undefined {
  if (!stream) return undefined;
  const hours = template.number(stream.properties, 'RetentionPeriodHours');
  if (hours === 'unknown') return undefined;
  return (hours === 'absent' ? DEFAULT_STREAM_RETENTION_HOURS : hours) * SECONDS_OF_AN_HOUR;
}

/** How long the queue keeps a message; undefined when the template does not say. */
export function queueRetentionSeconds(
  template: LintedTemplate,
  queue: Resource,
): number | undefined {
  const seconds = template.number(queue.properties, 'MessageRetentionPeriod');
  if (seconds === 'unknown') return undefined;
  return seconds === 'absent' ? DEFAULT_QUEUE_RETENTION_SECONDS : seconds;
}

/** The record age at which the mapping gives up: `unlimited` is the default, written -1. */
export function recordAgeSeconds(
  template: LintedTemplate,
  { settings }: Consumer,
): number | 'unlimited' | 'unknown' {
  const seconds = template.number(settings, 'MaximumRecordAgeInSeconds');
  return seconds === 'absent' || seconds === -1 ? 'unlimited' : seconds;
}

/** How often the mapping tries again: `unlimited` is the default, written -1. */
export function retryAttempts(
  template: LintedTemplate,
  { settings }: Consumer,
): number | 'unlimited' | 'unknown' {
  const attempts = template.number(settings, 'MaximumRetryAttempts');
  return attempts === 'absent' || attempts === -1 ? 'unlimited' : attempts;
}

export function timeoutSeconds(template: LintedTemplate, { lambda }: Consumer): number | undefined {
  if (!lambda) return undefined;
  const seconds = template.number(lambda.properties, 'Timeout');
  if (seconds === 'unknown') return undefined;
  return seconds === 'absent' ? DEFAULT_TIMEOUT_SECONDS : seconds;
}

/** Seconds as people say them: `24 hours`, `90 minutes`. */
export function spoken(seconds: number): string {
  if (seconds >= 172_800 && seconds % 86_400 === 0) return `${seconds / 86_400} days`;
  if (seconds >= 3600 && seconds % 3600 === 0) return count(seconds / 3600, 'hour');
  if (seconds >= 60 && seconds % 60 === 0) return count(seconds / 60, 'minute');
  return count(seconds, 'second');
}

const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`;
