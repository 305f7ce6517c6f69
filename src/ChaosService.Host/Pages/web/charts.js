// The charts of a run that goes on. uPlot is a script of its own, which is there before this module runs.
const { uPlot } = window;

// A canvas knows nothing of light-dark(): an element that has the colour tells which one it is.
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

function drawBands(u, bands) {
  const { left, top, width, height } = u.bbox;
  const { ctx } = u;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  for (const band of bands) {
    const from = Math.max(left, u.valToPos(band.start, 'x', true));
    const to = Math.min(left + width, band.end === undefined ? left + width : u.valToPos(band.end, 'x', true));
    if (to <= from) continue;
    ctx.fillStyle = tint(`fault-${band.color}`, 0.16);
    ctx.fillRect(from, top, to - from, height);
    ctx.fillStyle = color(`fault-${band.color}`);
    ctx.fillRect(from, top, to - from, 3 * ratio);
    const text = [`${band.id} ${band.kind} · ${band.nodes.join(', ')}`, `${band.id} ${band.kind}`, band.id].find(t => ctx.measureText(t).width + 8 * ratio <= to - from);
    if (text) ctx.fillText(text, from + 4 * ratio, top + 6 * ratio);
  }
  ctx.restore();
}

/** Charts over one time, which show together where the pointer is. `draw` shows the series as it is now. */
export function makeCharts(series) {
  const axis = { stroke: () => color('muted'), grid: { stroke: () => color('grid'), width: 1 }, ticks: { stroke: () => color('grid'), width: 1 }, font: '11px system-ui, sans-serif' };
  let bands = [];
  const charts = [...document.querySelectorAll('[data-chart]')].map(figure => {
    const name = figure.dataset.chart;
    const kind = kinds[name];
    const host = figure.querySelector('.chart');
    const u = new uPlot({
      width: Math.max(200, host.clientWidth), height: 170, padding: [8, 8, 0, 0],
      scales: { x: { time: false, range: (_, min, max) => [0, Math.max(series.duration ?? 0, max ?? 0, 1)] }, y: { range: (_, min, max) => [0, Math.max(max ?? 0, name === 'throughput' ? 1 : 0.1) * 1.08] } },
      cursor: { sync: { key: 'live', setSeries: false, scales: ['x', null] }, drag: { x: false, y: false }, points: { size: 6 } },
      axes: [{ ...axis, size: 28, values: (_, ticks) => ticks.map(t => `${+t.toFixed(3)} s`) }, { ...axis, size: 52, values: (_, ticks) => ticks.map(format) }],
      series: [
        { label: 'time', value: (_, v) => v === null || v === undefined ? '–' : `${v.toFixed(1)} s` },
        { label: kind.label, stroke: () => color(kind.color), fill: kind.fill ? () => tint(kind.color, 0.2) : undefined, width: 1.75, points: { show: false }, value: (_, v) => format(v) },
      ],
      hooks: { drawClear: [u => drawBands(u, bands)] },
    }, [[], []], host);
    new ResizeObserver(() => host.clientWidth > 0 && host.clientWidth !== u.width && u.setSize({ width: host.clientWidth, height: 170 })).observe(host);
    return { u, name };
  });

  const draw = () => {
    const columns = series.columns();
    bands = series.bands();
    for (const { u, name } of charts) u.setData([columns.seconds, columns[name]]);
  };
  const repaint = () => { for (const { u } of charts) u.redraw(false); };
  addEventListener('themechange', repaint);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  return draw;
}
