import type { Policy, PolicyVersion } from '../../iam/policy.ts';
import { boolean, integer, string, structure, timestamp } from '../../wire/shape.ts';
import { tags, writeDocument, writeTags } from './iam-shapes.ts';

/** A managed policy as it is shown. */
export const policyShape = structure({
  PolicyName: string(),
  PolicyId: string(),
  Arn: string(),
  Path: string(),
  DefaultVersionId: string(),
  AttachmentCount: integer(),
  PermissionsBoundaryUsageCount: integer(),
  IsAttachable: boolean(),
  Description: string(),
  CreateDate: timestamp(),
  UpdateDate: timestamp(),
  Tags: tags,
});

/** What lists show of a policy: neither its description nor its tags. */
export const listedPolicy = (policy: Policy, attachments: number) => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.defaultVersionId,
  AttachmentCount: attachments,
  PermissionsBoundaryUsageCount: 0,
  IsAttachable: true,
  CreateDate: policy.createdMs,
  UpdateDate: policy.updatedMs,
});

export const shownPolicy = (policy: Policy, attachments: number) => ({
  ...listedPolicy(policy, attachments),
  ...(policy.description !== undefined && { Description: policy.description }),
  ...(Object.keys(policy.tags).length > 0 && { Tags: writeTags(policy.tags) }),
});

export const versionShape = structure({
  Document: string(),
  VersionId: string(),
  IsDefaultVersion: boolean(),
  CreateDate: timestamp(),
});

/** What lists show of a version: not its document. */
export const listedVersion = ({ id, createdMs }: PolicyVersion, defaultVersionId: string) => ({
  VersionId: id,
  IsDefaultVersion: id === defaultVersionId,
  CreateDate: createdMs,
});

export const shownVersion = (version: PolicyVersion, defaultVersionId: string) => ({
  Document: writeDocument(version.document),
  ...listedVersion(version, defaultVersionId),
});
