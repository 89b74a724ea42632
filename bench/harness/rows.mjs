import { median, percentile } from './statistics.mjs';

/** What a bar is about, besides the ratio to the floor. */
const COMPARED = {
  ratio: ({ floor, product }) => product / floor,
  difference: ({ floor, product }) => product - floor,
  product: ({ product }) => product,
};

/**
 * One line of the result. `bar` is `{ atLeast }` or `{ atMost }`, of the ratio to the floor, or of
 * what `of` says: 'difference' (from the floor) or 'product' (the figure itself).
 */
export function row({ floor, product, bar, ...rest }) {
  const ratio = floor === undefined ? undefined : product / floor;
  const compared = bar && COMPARED[bar.of ?? 'ratio']({ floor, product });
  const met = bar && (bar.atLeast === undefined ? compared <= bar.atMost : compared >= bar.atLeast);
  return { floor, product, ratio, compared, bar, met, ...rest };
}

/** How much a second: medians of the runs of each side. */
export const rateRow = (runs, about) => medianRow(runs, about, (run) => run.perSecond);

/** How long one took, e.g. at the share 0.99: medians of the runs of each side. */
export const latencyRow = (runs, { at, ...about }) =>
  medianRow(runs, { unit: 'ms', ...about }, (run) => percentile(run.latenciesMs, at));

function medianRow({ floor, product, ...peers }, about, figure) {
  const middle = (side) => median(side.map(figure));
  const share = (side) => median(side.map((run) => run.clientShare));
  return row({
    ...about,
    floor: middle(floor),
    product: middle(product),
    clientShare: { floor: share(floor), product: share(product) },
    peers: Object.fromEntries(Object.entries(peers).map(([name, side]) => [name, middle(side)])),
  });
}
