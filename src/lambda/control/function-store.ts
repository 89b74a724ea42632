import type { Reader, Transaction } from '../../store/store.ts';
import type { FunctionDefinition, FunctionLayer } from '../function-definition.ts';
import type { KnownFunction } from '../known-function.ts';
import type { Packages } from './packages.ts';

/*
 * Where functions are kept that were made through the API:
 *
 *   functions, account, region, name   the function with its versions, aliases and policies
 *   function-code, sha256, n           the archives that they were made from, in pieces
 *
 * Where an archive is unpacked to is not kept: it is worked out anew, so that a data folder may be
 * moved.
 */
const FUNCTIONS = 'functions';

const keyOf = ({ scope, functionName }: KnownFunction) => [
  FUNCTIONS,
  scope.account,
  scope.region,
  functionName,
];

/** Every function that is kept. */
export function readFunctions(reader: Reader, packages: Packages): KnownFunction[] {
  const kept = [...reader.range<KnownFunction>({ prefix: [FUNCTIONS] })];
  return kept.map(({ value }) => ({
    ...value,
    latest: placed(value.latest, packages),
    versions: value.versions.map((version) => placed(version, packages)),
  }));
}

export function writeFunction(transaction: Transaction, known: KnownFunction): void {
  transaction.put(keyOf(known), {
    ...known,
    latest: unplaced(known.latest),
    versions: known.versions.map(unplaced),
  });
}

export function removeFunction(transaction: Transaction, known: KnownFunction): void {
  transaction.remove(keyOf(known));
}

/** The definition with the folders of its code and its layers. */
export function placed(
  definition: Omit<FunctionDefinition, 'codeDirectory'>,
  { functions, layers }: Packages,
): FunctionDefinition {
  const { codePackage } = definition;
  const place = (layer: FunctionLayer) =>
    layer.codePackage ? { ...layer, directory: layers.folderOf(layer.codePackage.sha256) } : layer;
  return {
    ...definition,
    codeDirectory: codePackage ? functions.folderOf(codePackage.sha256) : '',
    ...(definition.layers && { layers: definition.layers.map(place) }),
  };
}

function unplaced({ codeDirectory, ...definition }: FunctionDefinition) {
  const layers = definition.layers?.map(({ directory, ...layer }) => layer);
  return { ...definition, ...(layers && { layers }) };
}
