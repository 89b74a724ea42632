/** A deployment package: a zip archive, known by what is in it. */
export interface CodePackage {
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** Bytes of the archive. */
  readonly size: number;
}
