/** Labels of small letters, digits and hyphens that neither begin nor end with a hyphen. */
const LABELS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
/** Names that S3 keeps for itself. */
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** Whether a bucket can have the name (Amazon S3 user guide, "General purpose bucket naming rules"). */
export function isBucketName(name: string): boolean {
  const isLong = name.length >= 3 && name.length <= 63;
  return isLong && LABELS.test(name) && !ADDRESS.test(name) && !RESERVED.test(name);
}
