import type { Layers } from '../../lambda/layers/layers.ts';
import { type BoundOperation, bind } from '../operation.ts';
import { deleteLayerVersion } from './delete-layer-version.ts';
import { getLayerVersion } from './get-layer-version.ts';
import { listLayerVersions } from './list-layer-versions.ts';
import { listLayers } from './list-layers.ts';
import { publishLayerVersion } from './publish-layer-version.ts';

/** Lambda's operations on layers. */
export function layerOperations(layers: Layers): BoundOperation[] {
  return bind(layers, [
    deleteLayerVersion,
    getLayerVersion,
    listLayers,
    listLayerVersions,
    publishLayerVersion,
  ]);
}
