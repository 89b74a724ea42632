import type { CodePackage } from '../../lambda/packages/code-package.ts';

/**
 * Where the archive of a function or of a layer can be fetched, without a signature, as with the
 * URLs that AWS answers. `app/archive-routes.ts` is what answers there.
 */
export const archiveUrl = (
  endpoint: string,
  kind: 'functions' | 'layers',
  { sha256 }: CodePackage,
) => `${endpoint}/_sluicebox/lambda/${kind}/${sha256}`;
