import { cpus, totalmem } from 'node:os';

/** Where the figures were taken. */
export function machine() {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    platform: process.platform,
    processors: `${cpus().length} × ${cpus()[0].model}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
  };
}

/** As many digits as there is something to see. */
function shown(value, unit) {
  if (value === undefined) return '';
  if (unit === 'share') return `${(value * 100).toFixed(2)} %`;
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit ? `${text} ${unit}` : text;
}

const SUBJECTS = { ratio: '', difference: 'over floor ', product: '' };

function barText({ bar, unit }) {
  if (!bar) return '';
  const { of = 'ratio' } = bar;
  const [sign, limit] = bar.atLeast === undefined ? ['≤', bar.atMost] : ['≥', bar.atLeast];
  return `${SUBJECTS[of]}${sign} ${of === 'ratio' ? limit : shown(limit, unit)}`;
}

function cells(line) {
  const { measure, unit, floor, product, ratio, bar, met, clientShare, note } = line;
  const share = clientShare
    ? `${(clientShare.floor * 100).toFixed(0)} / ${(clientShare.product * 100).toFixed(0)} %`
    : '';
  return [
    note ? `${measure} (${note})` : measure,
    shown(floor, unit),
    shown(product, unit),
    ratio === undefined ? '' : ratio.toFixed(2),
    barText(line),
    bar ? (met ? 'met' : 'not met') : '',
    share,
  ];
}

const HEADINGS = ['measure', 'floor', 'product', 'ratio', 'bar', '', "client's CPU"];

/** The lines of a Markdown table, aligned. */
function table(headings, lines) {
  const all = [headings, ...lines];
  const widths = headings.map((_, column) => Math.max(...all.map((line) => line[column].length)));
  const write = (line) => `| ${line.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [write(headings), rule, ...lines.map(write)];
}

function peerLines(rows) {
  const lines = rows.flatMap((line) =>
    Object.entries(line.peers ?? {}).map(([peer, value]) => {
      const times = line.unit === 'ms' ? value / line.product : line.product / value;
      return [line.measure, peer, shown(value, line.unit), `${times.toFixed(1)} ×`];
    }),
  );
  const headings = ['measure', 'peer', 'figure', 'Sluicebox is quicker by'];
  return lines.length === 0 ? [] : ['', ...table(headings, lines)];
}

/** The whole report, line by line. */
export function reportLines(rows) {
  const { date, node, platform, processors, memory } = machine();
  return [
    `${date} · Node.js ${node} · ${platform} · ${processors} · ${memory}`,
    '',
    ...table(HEADINGS, rows.map(cells)),
    ...peerLines(rows),
  ];
}
