/** What buckets and objects may be. */
export const LIMITS = {
  /** Ours: an object goes through memory whole. S3 takes 5 GB in one put. */
  objectBytes: 64 * 1024 * 1024,
  /** Ours: an object of many parts; one read may still ask for the whole. S3 takes 5 TB. */
  uploadBytes: 1024 * 1024 * 1024,
  /** S3's: the least that a part may have, but for the last. */
  partBytes: 5 * 1024 * 1024,
  /** S3's: the highest number of a part. */
  parts: 10_000,
  /** S3's: what one list of parts or uploads holds. */
  listedParts: 1000,
  /** Ours: the bytes of an object are kept in pieces of this size. */
  pieceBytes: 1024 * 1024,
  /** S3's: a key in UTF-8. */
  keyBytes: 1024,
  /** S3's: names and values of the metadata together, in UTF-8. */
  metadataBytes: 2048,
  /** S3's: what one listing holds. */
  listedKeys: 1000,
} as const;
