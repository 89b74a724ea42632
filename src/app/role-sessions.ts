import { parseArn } from '../aws/arn.ts';
import type { Clock } from '../clock/clock.ts';
import type { Iam } from '../iam/iam.ts';
import type { Random } from '../random/random.ts';
import type { Store } from '../store/store.ts';
import { Sessions } from '../sts/sessions.ts';

interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly iam: Iam;
}

/** The sessions of a world: a role that IAM has is known by its own id. */
export function sessionsOf({ iam, ...world }: Surroundings): Sessions {
  return new Sessions({
    ...world,
    roleIdOf: (roleArn) => {
      const { account = '' } = parseArn(roleArn) ?? {};
      // Roles belong to no region; that of the scope only tells the partition.
      const roles = iam.roles.list({ account, region: 'us-east-1' });
      return roles.find(({ arn }) => arn === roleArn)?.id;
    },
  });
}
