import type { Layers } from '../../lambda/layers/layers.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { layerNameInPath, versionNumberInPath } from './layer-shapes.ts';

export const deleteLayerVersion = operation<Layers>()({
  name: 'DeleteLayerVersion',
  http: {
    method: 'DELETE',
    path: '/2018-10-31/layers/{LayerName}/versions/{VersionNumber}',
    status: 204,
  },
  input: structure({ LayerName: layerNameInPath, VersionNumber: versionNumberInPath }),
  output: structure({}),
  async handle(layers, { LayerName, VersionNumber }, { scope }) {
    await layers.delete(scope, LayerName, VersionNumber);
    return {};
  },
});
