/** What the clients of AWS find in their environment, to talk to an endpoint on this machine. */
export function awsEnvironment(
  endpoint: string,
  { account = '000000000000', region = 'us-east-1' } = {},
): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_PAGER: '',
  };
}

/** The same for the constructor of a client of the AWS SDK. */
export function awsSettings(endpoint: string) {
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'local' };
  return { endpoint, region: 'us-east-1', credentials };
}
