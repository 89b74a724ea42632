import type { AccessKey } from '../app/keys.ts';
import type { Scope } from '../aws/scope.ts';

/**
 * Shell lines that point the AWS CLI and the SDKs at an endpoint. The credentials are made up: an
 * access key of twelve digits is the account, and nothing checks the secret. Where that is checked,
 * `key` is one that is known, and whoever has the secret puts it in.
 */
export function exportLines(
  endpoint: string,
  { account, region }: Scope,
  key?: Pick<AccessKey, 'accessKeyId' | 'sessionToken'>,
): string[] {
  const secret = 'AWS_SECRET_ACCESS_KEY';
  const accessKeyId = key?.accessKeyId;
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId ?? account,
    ...(accessKeyId === undefined && { [secret]: 'local' }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  return [
    ...Object.entries(variables).map(exportLine),
    ...(accessKeyId === undefined ? [] : [`# ${secret}: the secret of this access key`]),
    `unset ${key?.sessionToken === undefined ? 'AWS_SESSION_TOKEN ' : ''}AWS_PROFILE`,
    // Observed with 1.45, in most regions: a command typed without it would go to AWS.
    '# AWS CLI 1 needs, for "aws sqs": --endpoint-url "$AWS_ENDPOINT_URL"',
  ];
}

/** Shell lines that make clients trust the port with TLS: the AWS CLI and SDKs for Python; for Node.js. */
export function trustLines(caFile: string): string[] {
  return ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].map((name) => exportLine([name, caFile]));
}

/** Shell lines that point clients at the port with TLS, and make them trust it. */
export function tlsLines({ endpoint, caFile }: { endpoint: string; caFile: string }): string[] {
  return [
    `With TLS at ${endpoint}; its certificate is signed by an authority of its own:\n`,
    ...[exportLine(['AWS_ENDPOINT_URL', endpoint]), ...trustLines(caFile)].map(
      (line) => `  ${line}`,
    ),
    '',
  ];
}

/** A value in quotes where the shell would make more of it: the path of a folder may have spaces. */
function exportLine([name, value]: readonly [string, string]): string {
  const isPlain = /^[\w:/.,@%+=-]+$/.test(value);
  return `export ${name}=${isPlain ? value : `'${value.replaceAll("'", "'\\''")}'`}`;
}
