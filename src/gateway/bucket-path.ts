import type { Head } from './head.ts';

/** What a path of S3 is about, and the names in it. */
export interface BucketPath {
  readonly path: '/' | '/{Bucket}' | '/{Bucket}/{Key+}';
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Host names that have a bucket in front, as clients form them for an endpoint at `localhost`.
 * `s3.localhost` and `s3.us-east-1.localhost` have none.
 */
const HOST = /^(?!s3\.)(.+?)\.(?:s3\.(?:[a-z0-9-]+\.)?)?localhost(?::\d+)?$/i;

/** The bucket that a host name has in front. */
export const bucketInHost = (host: string): string | undefined => HOST.exec(host)?.[1];

/**
 * The bucket and the key that a request names, decoded; everything behind the bucket's slash is the
 * key, slashes included, wherever they stand. Undefined for what is no valid encoding.
 */
export function bucketPathOf({ host, path }: Pick<Head, 'host' | 'path'>): BucketPath | undefined {
  const inHost = bucketInHost(host);
  const whole = inHost === undefined ? path : `/${inHost}${path}`;
  const [, bucket = '', key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(whole) ?? [];
  try {
    if (key !== '') {
      const labels = { Bucket: decodeURIComponent(bucket), Key: decodeURIComponent(key) };
      return { path: '/{Bucket}/{Key+}', labels };
    }
    if (bucket === '') return { path: '/', labels: {} };
    return { path: '/{Bucket}', labels: { Bucket: decodeURIComponent(bucket) } };
  } catch {
    return undefined;
  }
}
