import { Policies } from './policies.ts';
import { type IamDependencies, Roles } from './roles.ts';

/** IAM, as far as it is recorded: who may do what is never asked here. */
export class Iam {
  readonly roles: Roles;
  readonly policies: Policies;

  constructor(dependencies: IamDependencies) {
    this.roles = new Roles(dependencies);
    this.policies = new Policies(dependencies);
  }
}
