import { string } from '../../wire/shape.ts';

/** Settings of which one value asks for nothing but what is the case anyway. */
export const settings = {
  ACL: string({ in: 'header', as: 'x-amz-acl', enum: ['private', 'bucket-owner-full-control'] }),
  StorageClass: string({ in: 'header', as: 'x-amz-storage-class', enum: ['STANDARD'] }),
};
