import type { Layers } from '../../lambda/layers/layers.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  describeLayerVersion,
  layerNameInPath,
  layerVersionShape,
  versionNumberInPath,
} from './layer-shapes.ts';

export const getLayerVersion = operation<Layers>()({
  name: 'GetLayerVersion',
  http: { method: 'GET', path: '/2018-10-31/layers/{LayerName}/versions/{VersionNumber}' },
  input: structure({ LayerName: layerNameInPath, VersionNumber: versionNumberInPath }),
  output: layerVersionShape,
  handle(layers, { LayerName, VersionNumber }, { scope, endpoint }) {
    const { layer, found } = layers.get(scope, LayerName, VersionNumber);
    return describeLayerVersion(layer, found, endpoint);
  },
});
