const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The lane, from 0 to `lanes` - 1, that takes all records of a partition key (FNV-1a over its UTF-16
 * units). Which hash AWS uses is not known; any stable one keeps the order within a key.
 */
export function laneOf(partitionKey: string, lanes: number): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < partitionKey.length; index++) {
    hash = Math.imul(hash ^ partitionKey.charCodeAt(index), FNV_PRIME);
  }
  return (hash >>> 0) % lanes;
}
