import { AwsError } from '../../aws/aws-error.ts';
import { layerArn } from '../../lambda/layers/layer.ts';
import type { Layers } from '../../lambda/layers/layers.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  describeLayerItem,
  isCompatible,
  layerListMembers,
  layerVersionItem,
  MOST_LAYERS_OF_A_PAGE as most,
} from './layer-shapes.ts';
import { pageOf } from './page.ts';

export const listLayers = operation<Layers>()({
  name: 'ListLayers',
  http: { method: 'GET', path: '/2018-10-31/layers' },
  input: structure({ ...layerListMembers, find: string({ in: 'query' }) }),
  output: structure({
    NextMarker: string(),
    Layers: list(
      structure({
        LayerName: string(),
        LayerArn: string(),
        LatestMatchingVersion: layerVersionItem,
      }),
    ),
  }),
  handle(layers, { find, ...asked }, { scope }) {
    if (find !== undefined) {
      const text = 'lambda GetLayerVersionByArn is not available here: use GetLayerVersion.';
      throw new AwsError('UnknownOperationException', text, { status: 404 });
    }
    const all = layers.list(scope).flatMap((layer) => {
      const latest = layer.versions.findLast((version) => isCompatible(version, asked));
      return latest ? [{ layer, latest }] : [];
    });
    const markerOf = ({ layer }: (typeof all)[number]) => layer.layerName;
    const { page, ...next } = pageOf(all, asked, { most, markerOf });
    return {
      Layers: page.map(({ layer, latest }) => ({
        LayerName: layer.layerName,
        LayerArn: layerArn(scope, layer.layerName),
        LatestMatchingVersion: describeLayerItem(layer, latest),
      })),
      ...next,
    };
  },
});
