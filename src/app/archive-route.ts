import type { OwnRoute } from '../gateway/own-routes.ts';

/**
 * Gives the archives of functions and layers back, where GetFunction and GetLayerVersion say that
 * they are. As with the URLs that AWS answers there, whoever has one needs no signature: it names
 * the archive by its SHA-256.
 */
export function archiveRoute(
  archive: (kind: string, sha256: string) => Uint8Array | undefined,
): OwnRoute {
  return {
    method: 'GET',
    path: '/_sluicebox/lambda/{kind}/{sha256}',
    isOpen: true,
    handle({ labels: { kind = '', sha256 = '' } }) {
      const body = archive(kind, sha256);
      if (body) return { headers: { 'content-type': 'application/zip' }, body };
      const message = `There is no archive ${sha256} of ${kind}.`;
      const headers = { 'content-type': 'application/json' };
      return { status: 404, headers, body: JSON.stringify({ message }) };
    },
  };
}
