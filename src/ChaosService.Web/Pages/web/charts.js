// The charts of a run. uPlot is a separate script, which is loaded before this module runs.
import { count } from './answers.js';

const { uPlot } = window;

// A canvas does not support light-dark(): the computed colour of an element is used instead.
const probe = document.body.appendChild(Object.assign(document.createElement('i'), { hidden: true }));
const color = name => {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
};
const tint = (name, share) => color(name).replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);

const format = v => v === null || v === undefined ? '–' : v >= 1000 ? Math.round(v).toLocaleString('en') : String(+v.toPrecision(3));
const kinds = {
  throughput: { label: 'ops/s', color: 'ok', fill: true },
  latency: { label: 'p99 ms', color: 'p99' },
  errors: { label: 'errors %', color: 'fail', fill: true },
};

/** Paints each visible band, between its edges on the canvas. */
function eachBand(u, bands, paint) {
  const { left, top, width, height } = u.bbox;
  const { ctx } = u;
  ctx.save();
  for (const band of bands) {
    const from = Math.max(left, u.valToPos(band.start, 'x', true));
    const to = Math.min(left + width, u.valToPos(band.end ?? u.data[0].at(-1) ?? 0, 'x', true));
    if (to > from) paint(ctx, band, from, to, top, height);
  }
  ctx.restore();
}

/** Drawn behind the grid and the figures. */
const drawBands = (u, bands) => eachBand(u, bands, (ctx, band, from, to, top, height) => {
  ctx.fillStyle = tint(`fault-${band.color}`, 0.16);
  ctx.fillRect(from, top, to - from, height);
});

/** Drawn in front of them. */
const nameBands = (u, bands) => eachBand(u, bands, (ctx, band, from, to, top) => {
  const ratio = uPlot.pxRatio;
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  ctx.fillStyle = color(`fault-${band.color}`);
  ctx.fillRect(from, top, to - from, 3 * ratio);
  const name = [`${band.id} ${band.kind} · ${band.nodes.join(', ')}`, `${band.id} ${band.kind}`, band.id]
    .find(t => ctx.measureText(t).width + 8 * ratio <= to - from);
  if (name) ctx.fillText(name, from + 4 * ratio, top + 6 * ratio);
});

/** A text alternative of a chart, for those who cannot see it. */
function tell({ label }, seconds, values, bands) {
  const known = values.filter(v => v !== null);
  if (known.length === 0) return `${label}: nothing yet`;
  const faults = bands.length === 0 ? 'no fault' : bands.map(b => `${b.id} ${b.kind}`).join(', ');
  const highest = known.reduce((a, b) => Math.max(a, b));
  const points = `${count(seconds.length, 'point')} up to ${+seconds.at(-1).toFixed(2)} s`;
  return `${label}: ${points}, last ${format(known.at(-1))}, highest ${format(highest)}; ${faults}`;
}

/** Charts with a common time axis and a common cursor. `draw` shows the current series. */
export function makeCharts(series) {
  const lines = { stroke: () => color('grid'), width: 1 };
  const axis = { stroke: () => color('muted'), grid: lines, ticks: lines, font: '11px system-ui, sans-serif' };
  let bands = [];
  const charts = [...document.querySelectorAll('[data-chart]')].map(figure => {
    const name = figure.dataset.chart;
    const kind = kinds[name];
    const host = figure.querySelector('.chart');
    host.setAttribute('role', 'img');
    const u = new uPlot({
      width: Math.max(200, host.clientWidth), height: 170, padding: [8, 16, 0, 0],
      legend: { mount: (_, legend) => figure.querySelector('figcaption').append(legend) },
      scales: {
        x: { time: false, range: (_, min, max) => [0, Math.max(series.duration ?? 0, max ?? 0, 1)] },
        y: { range: (_, min, max) => [0, Math.max(max ?? 0, name === 'throughput' ? 1 : 0.1) * (bands.length > 0 ? 1.25 : 1.08)] },
      },
      cursor: { sync: { key: 'live', setSeries: false, scales: ['x', null] }, drag: { x: false, y: false }, points: { size: 6 } },
      axes: [
        { ...axis, size: 28, values: (_, ticks) => ticks.map(t => `${+t.toFixed(3)} s`) },
        { ...axis, size: 52, values: (_, ticks) => ticks.map(format) },
      ],
      series: [
        { label: 'time', value: (_, v) => v === null || v === undefined ? '–' : `${v.toFixed(1)} s` },
        {
          label: kind.label, stroke: () => color(kind.color), fill: kind.fill ? () => tint(kind.color, 0.2) : undefined,
          width: 1.75, points: { show: false }, value: (_, v) => format(v),
        },
      ],
      hooks: { drawClear: [u => drawBands(u, bands)], draw: [u => nameBands(u, bands)] },
    }, [[], []], host);
    new ResizeObserver(() => {
      if (host.clientWidth > 0 && host.clientWidth !== u.width) u.setSize({ width: host.clientWidth, height: 170 });
    }).observe(host);
    return { u, name, host };
  });

  const draw = () => {
    const columns = series.columns();
    bands = series.bands();
    for (const { u, name, host } of charts) {
      u.setData([columns.seconds, columns[name]]);
      // Without a pointer, the legend shows the newest values.
      if (u.cursor.left < 0 && columns.seconds.length > 0) u.setLegend({ idx: columns.seconds.length - 1 });
      host.ariaLabel = tell(kinds[name], columns.seconds, columns[name], bands);
    }
  };
  const repaint = () => { for (const { u } of charts) u.redraw(false); };
  addEventListener('themechange', repaint);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  return draw;
}
