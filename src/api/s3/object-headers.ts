import type { ObjectHeaders, StoredObject } from '../../s3/stored-object.ts';
import { integer, map, string, timestamp } from '../../wire/shape.ts';
import { checksumHeaders, checksumType, showChecksums } from './checksum-headers.ts';

/** What is kept with an object and told with it, without meaning anything here. */
export const keptHeaders = {
  CacheControl: string({ in: 'header', as: 'Cache-Control' }),
  ContentDisposition: string({ in: 'header', as: 'Content-Disposition' }),
  ContentEncoding: string({ in: 'header', as: 'Content-Encoding' }),
  ContentLanguage: string({ in: 'header', as: 'Content-Language' }),
  ContentType: string({ in: 'header', as: 'Content-Type' }),
  Expires: string({ in: 'header', as: 'Expires' }),
};

export const metadataHeaders = map(string(), { in: 'headers', as: 'x-amz-meta-' });

/** The conditions under which an object is read. */
export const readConditions = {
  IfMatch: string({ in: 'header', as: 'If-Match' }),
  IfNoneMatch: string({ in: 'header', as: 'If-None-Match' }),
  IfModifiedSince: timestamp({ in: 'header', as: 'If-Modified-Since' }),
  IfUnmodifiedSince: timestamp({ in: 'header', as: 'If-Unmodified-Since' }),
};

/** What a caller may have told otherwise than it is kept: `?response-content-type=…`. */
export const responseOverrides = {
  ResponseCacheControl: string({ in: 'query', as: 'response-cache-control' }),
  ResponseContentDisposition: string({ in: 'query', as: 'response-content-disposition' }),
  ResponseContentEncoding: string({ in: 'query', as: 'response-content-encoding' }),
  ResponseContentLanguage: string({ in: 'query', as: 'response-content-language' }),
  ResponseContentType: string({ in: 'query', as: 'response-content-type' }),
  ResponseExpires: string({ in: 'query', as: 'response-expires' }),
};

/** What the answers to GetObject and HeadObject tell of an object. */
export const objectHeaders = {
  ...keptHeaders,
  ...checksumHeaders,
  ChecksumType: checksumType,
  Metadata: metadataHeaders,
  AcceptRanges: string({ in: 'header', as: 'Accept-Ranges' }),
  ContentLength: integer({ in: 'header', as: 'Content-Length' }),
  ContentRange: string({ in: 'header', as: 'Content-Range' }),
  ETag: string({ in: 'header', as: 'ETag' }),
  LastModified: timestamp({ in: 'header', as: 'Last-Modified' }),
};

type Texts<Shapes> = { readonly [Name in keyof Shapes]?: string | undefined };

/** What of a request is kept with an object. */
export function readHeaders(input: Texts<typeof keptHeaders>): ObjectHeaders {
  return {
    cacheControl: input.CacheControl,
    contentDisposition: input.ContentDisposition,
    contentEncoding: input.ContentEncoding,
    contentLanguage: input.ContentLanguage,
    // What S3 calls bytes of which nothing is said (Amazon S3 API reference, PutObject).
    contentType: input.ContentType ?? 'binary/octet-stream',
    expires: input.Expires,
  };
}

/** The members that tell of an object; checksums only when the request asks for them. */
export function showObject(
  { headers, metadata, etag, lastModifiedMs, checksums }: StoredObject,
  input: Texts<typeof responseOverrides> & { readonly ChecksumMode?: string | undefined },
) {
  return {
    CacheControl: input.ResponseCacheControl ?? headers.cacheControl,
    ContentDisposition: input.ResponseContentDisposition ?? headers.contentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? headers.contentEncoding,
    ContentLanguage: input.ResponseContentLanguage ?? headers.contentLanguage,
    ContentType: input.ResponseContentType ?? headers.contentType,
    Expires: input.ResponseExpires ?? headers.expires,
    ...(input.ChecksumMode === 'ENABLED' && showChecksums(checksums)),
    Metadata: { ...metadata },
    AcceptRanges: 'bytes',
    ETag: `"${etag}"`,
    LastModified: lastModifiedMs,
  };
}
