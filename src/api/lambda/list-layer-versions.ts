import type { Layers } from '../../lambda/layers/layers.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  describeLayerItem,
  isCompatible,
  layerListMembers,
  layerNameInPath,
  layerVersionItem,
  MOST_LAYERS_OF_A_PAGE as most,
} from './layer-shapes.ts';
import { pageOf } from './page.ts';

/** Markers count down, as the versions do. */
const HIGHEST_NUMBER = 10 ** 12;

export const listLayerVersions = operation<Layers>()({
  name: 'ListLayerVersions',
  http: { method: 'GET', path: '/2018-10-31/layers/{LayerName}/versions' },
  input: structure({ LayerName: layerNameInPath, ...layerListMembers }),
  output: structure({ NextMarker: string(), LayerVersions: list(layerVersionItem) }),
  handle(layers, { LayerName, ...asked }, { scope }) {
    const all = layers
      .versions(scope, LayerName)
      .filter(({ version }) => isCompatible(version, asked));
    const markerOf = ({ version }: (typeof all)[number]) =>
      String(HIGHEST_NUMBER - version.version);
    const { page, ...next } = pageOf(all, asked, { most, markerOf });
    return {
      LayerVersions: page.map(({ layer, version }) => describeLayerItem(layer, version)),
      ...next,
    };
  },
});
