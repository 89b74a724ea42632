import { expect, test } from 'vitest';
import { Destinations } from './destinations.ts';

test.each(['constructor', 'toString', 'dynamodb'])('nothing is given up to %s', (service) => {
  const destinations = new Destinations({} as never);
  const arn = `arn:aws:${service}:us-east-1:000000000000:x`;
  expect(destinations.refusal(arn)).toContain('use SQS, SNS or S3');
});
