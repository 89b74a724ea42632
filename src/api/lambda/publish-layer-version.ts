import type { Layers } from '../../lambda/layers/layers.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { codeMembers, codeSource } from './function-input.ts';
import {
  describeLayerVersion,
  layerMembers,
  layerNameInPath,
  layerVersionShape,
} from './layer-shapes.ts';

export const publishLayerVersion = operation<Layers>()({
  name: 'PublishLayerVersion',
  http: { method: 'POST', path: '/2018-10-31/layers/{LayerName}/versions', status: 201 },
  input: structure({
    LayerName: layerNameInPath,
    Content: required(structure(codeMembers)),
    ...layerMembers,
  }),
  output: layerVersionShape,
  async handle(layers, { LayerName, Content, ...given }, { scope, endpoint }) {
    const { layer, published } = await layers.publish(scope, LayerName, {
      code: codeSource(Content),
      description: given.Description ?? '',
      ...(given.LicenseInfo !== undefined && { licenseInfo: given.LicenseInfo }),
      ...(given.CompatibleRuntimes && { compatibleRuntimes: given.CompatibleRuntimes }),
      ...(given.CompatibleArchitectures && {
        compatibleArchitectures: given.CompatibleArchitectures,
      }),
    });
    return describeLayerVersion(layer, published, endpoint);
  },
});
