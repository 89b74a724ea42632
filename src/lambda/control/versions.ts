import type { FunctionDefinition } from '../function-definition.ts';
import type { KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import { checkRevision, type Decided, type Moment } from './decision.ts';

/** What PublishVersion asks for. */
export interface Publication {
  /** In Base64: refuses when the code of `$LATEST` is another. */
  readonly codeSha256?: string | undefined;
  readonly description?: string | undefined;
  readonly revisionId?: string | undefined;
}

/** The SHA-256 of a function's archive as AWS writes it; undefined for the code of a template. */
export function codeSha256Of({ codePackage }: FunctionDefinition): string | undefined {
  return codePackage && Buffer.from(codePackage.sha256, 'hex').toString('base64');
}

/**
 * Publishes `$LATEST` as a version, unless neither code nor configuration have changed since the
 * last one, which is answered then (PublishVersion API reference). A description does not count as
 * a change: a version may have one of its own (choice).
 *
 * @throws LambdaError PreconditionFailedException, InvalidParameterValueException
 */
export function publishVersion(
  known: KnownFunction,
  { codeSha256, description, revisionId }: Publication,
  { newId }: Moment,
): Decided<FunctionDefinition> {
  checkRevision(revisionId, known.revisionId);
  const current = codeSha256Of(known.latest);
  if (codeSha256 && codeSha256 !== current) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `CodeSHA256 (${codeSha256}) is different from current CodeSHA256 in $LATEST (${current}). ` +
        'Please try again with the CodeSHA256 in $LATEST.',
    );
  }
  const last = known.versions.find(({ version }) => version === String(known.lastVersion));
  if (last && contentOf(last) === contentOf(known.latest)) return { known, answer: last };
  const answer: FunctionDefinition = {
    ...known.latest,
    description: description ?? known.latest.description ?? '',
    version: String(known.lastVersion + 1),
    revisionId: newId(),
  };
  return {
    known: {
      ...known,
      versions: [...known.versions, answer],
      lastVersion: known.lastVersion + 1,
      revisionId: newId(),
    },
    answer,
  };
}

/** Everything by which one version differs from another, as text. */
function contentOf(definition: FunctionDefinition): string {
  const { version, description, revisionId, lastModifiedMs, ...content } = definition;
  return JSON.stringify(Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Deletes a published version; there need not be one of that number.
 *
 * @throws LambdaError InvalidParameterValueException, ResourceConflictException
 */
export function deleteVersion(
  known: KnownFunction,
  version: string,
  { newId }: Moment,
): Decided<undefined> {
  const invalid = (message: string) => new LambdaError('InvalidParameterValueException', message);
  if (version === '$LATEST') {
    throw invalid('$LATEST version cannot be deleted without deleting the function.');
  }
  if (!/^\d+$/.test(version)) throw invalid('Deletion of aliases is not currently supported.');
  const alias = known.aliases.find(
    ({ functionVersion, additionalVersion }) =>
      functionVersion === version || additionalVersion?.version === version,
  );
  if (alias) {
    const message = `The version ${version} cannot be deleted: the alias ${alias.name} is of it.`;
    throw new LambdaError('ResourceConflictException', message);
  }
  const versions = known.versions.filter((each) => each.version !== version);
  const { [version]: _, ...policies } = known.policies;
  const { [version]: __, ...eventInvokeConfigs } = known.eventInvokeConfigs;
  const after = { ...known, versions, policies, eventInvokeConfigs, revisionId: newId() };
  return { known: after, answer: undefined };
}
