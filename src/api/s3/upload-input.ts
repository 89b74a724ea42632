import type { UploadName } from '../../s3/multipart-uploads.ts';
import { integer, required, string } from '../../wire/shape.ts';
import { objectInput } from './bucket-input.ts';

/** The members of every request about an upload that is under way. */
export const uploadInput = {
  ...objectInput,
  UploadId: required(string({ in: 'query', as: 'uploadId' })),
};

export const partNumber = required(integer({ in: 'query', as: 'partNumber' }));

interface UploadInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

export const uploadName = ({ Bucket, Key, UploadId }: UploadInput): UploadName => ({
  bucketName: Bucket,
  key: Key,
  uploadId: UploadId,
});
