// Draws the charts of report.html from the JSON that stands in the page. Plain JavaScript; the only library is uPlot.
(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const { series, faults } = data;
  // A canvas knows nothing of light-dark(): an element that has the colour tells which one it is.
  const probe = document.body.appendChild(Object.assign(document.createElement('i'), { hidden: true }));
  const color = name => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const tint = (name, share) => color(name).replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);
  const latencyOf = op => op.completedNs === undefined ? undefined : (op.completedNs - op.intendedNs) / 1e6;

  // Buckets stand at their middle.
  const xs = series.ok.map((_, i) => (i + 0.5) * data.bucketSeconds);
  const end = xs.length * data.bucketSeconds;
  const nothing = xs.map(() => null);

  // An op that was never heard of has no latency: it stands at the top of the chart.
  const measured = [...data.named, ...data.sampled].map(latencyOf).concat(series.p50, series.max).filter(ms => ms > 0);
  const low = 10 ** Math.floor(Math.log10(Math.min(1, ...extremes(measured))));
  const high = niceAbove(Math.max(10, ...extremes(measured)));
  const dot = (op, group) => ({ op, group, x: op.intendedNs / 1e9, y: Math.max(low, latencyOf(op) ?? high) });
  const dots = [...data.sampled.map(op => dot(op, op.outcome)), ...data.named.map(op => dot(op, 'named'))];

  function extremes(values) {
    return values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]).filter(Number.isFinite);
  }

  function niceAbove(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map(f => f * power).find(v => v > value);
  }

  // ---- faults: a bar with its name above the plot, a band through it ----
  const kinds = [...new Set(faults.map(f => f.kind))];
  const faultColor = fault => 'fault-' + kinds.indexOf(fault.kind) % 6;
  const barHeight = 16;

  const isShown = (u, label) => u.series.some(s => s.label === label && s.show);

  function faultBars(u) {
    const { left, width } = u.bbox;
    const ratio = uPlot.pxRatio;
    u.ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    const laneEnds = [];
    return faults
      .filter(f => (f.end ?? end) >= u.scales.x.min && f.start <= u.scales.x.max)
      .map(fault => {
        const from = Math.max(left, u.valToPos(fault.start, 'x', true));
        const to = Math.min(left + width, u.valToPos(fault.end ?? end, 'x', true));
        const texts = [`${fault.id} ${fault.kind} · ${fault.nodes.join(', ')}`, `${fault.id} ${fault.kind}`, fault.id];
        const pad = 8 * ratio;
        const text = texts.find(t => u.ctx.measureText(t).width + pad <= to - from) ?? fault.id;
        const inside = u.ctx.measureText(text).width + pad <= to - from;
        const needs = inside ? to : to + u.ctx.measureText(text).width + pad;
        let lane = laneEnds.findIndex(laneEnd => laneEnd <= from);
        if (lane < 0) lane = Math.min(laneEnds.length, lanes - 1);
        laneEnds[lane] = needs + 2 * ratio;
        return { fault, from, to: Math.max(to, from + 2 * ratio), text, lane, inside };
      });
  }

  function drawBands(u) {
    if (!isShown(u, 'faults')) return;
    const { top, height } = u.bbox;
    for (const { fault, from, to } of faultBars(u)) {
      u.ctx.fillStyle = tint(faultColor(fault), 0.13);
      u.ctx.fillRect(from, top, to - from, height);
    }
    if (data.loadEnded !== undefined) drawLine(u, data.loadEnded, 'load ends');
  }

  function drawLine(u, seconds, text) {
    const x = u.valToPos(seconds, 'x', true);
    const { left, top, width, height } = u.bbox;
    if (x < left || x > left + width) return;
    const { ctx } = u;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = color('muted');
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.font = `${10 * uPlot.pxRatio}px system-ui, sans-serif`;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'top';
    ctx.fillText(text, x - 4 * uPlot.pxRatio, top + 4 * uPlot.pxRatio);
    ctx.restore();
  }

  function drawBars(u) {
    if (!isShown(u, 'faults')) return;
    const { ctx } = u;
    const size = barHeight * uPlot.pxRatio;
    ctx.save();
    for (const { fault, from, to, text, lane, inside } of faultBars(u)) {
      const y = u.bbox.top - (lane + 1) * size - 2 * uPlot.pxRatio;
      ctx.fillStyle = color(faultColor(fault));
      ctx.fillRect(from, y, to - from, size - 2 * uPlot.pxRatio);
      ctx.fillStyle = inside ? color('on-fault') : color('text');
      ctx.textAlign = 'left';
      ctx.textBaseline = 'middle';
      ctx.fillText(text, inside ? from + 4 * uPlot.pxRatio : to + 3 * uPlot.pxRatio, y + size / 2 - uPlot.pxRatio);
    }
    ctx.restore();
  }

  // ---- dots: single ops on the latency chart ----
  const groups = { ok: 'slowest ok', fail: 'fail', info: 'info', named: 'in findings' };

  function visibleDots(u) {
    const shown = Object.keys(groups).filter(group => isShown(u, groups[group]));
    return dots.filter(d => d.x >= u.scales.x.min && d.x <= u.scales.x.max && shown.includes(d.group));
  }

  function drawDots(u) {
    const { ctx } = u;
    const colors = Object.fromEntries(Object.keys(groups).map(group => [group, color(group)]));
    const radii = { ok: 1.75, fail: 2.25, info: 2.25, named: 5 };
    ctx.save();
    for (const d of visibleDots(u)) {
      const radius = radii[d.group] * uPlot.pxRatio;
      ctx.beginPath();
      ctx.arc(u.valToPos(d.x, 'x', true), u.valToPos(d.y, 'y', true), radius, 0, 2 * Math.PI);
      ctx.fillStyle = colors[d.group];
      ctx.fill();
      if (d.group !== 'named') continue;
      ctx.lineWidth = 2 * uPlot.pxRatio;
      ctx.strokeStyle = color('card');
      ctx.stroke();
    }
    ctx.restore();
  }

  // ---- the op under the pointer ----
  const tip = document.getElementById('tip');
  const ring = Object.assign(document.createElement('div'), { className: 'ring', hidden: true });

  function nearestDot(u) {
    const { left, top } = u.cursor;
    if (left < 0) return undefined;
    let best, bestDistance = 20 ** 2;
    for (const d of visibleDots(u)) {
      const distance = (u.valToPos(d.x, 'x') - left) ** 2 + (u.valToPos(d.y, 'y') - top) ** 2;
      // A dot that a finding names lies under others and is what the reader looks for.
      const weighted = d.group === 'named' ? distance / 4 : distance;
      if (weighted < bestDistance) [best, bestDistance] = [d, weighted];
    }
    return best;
  }

  function showTip(u) {
    const d = u.root.matches(':hover') ? nearestDot(u) : undefined;
    tip.hidden = ring.hidden = !d;
    if (!d) return;
    const { op } = d;
    const seconds = ns => ns === undefined ? 'never' : (ns / 1e9).toFixed(3) + ' s';
    const ms = latencyOf(op);
    tip.replaceChildren(...rows([
      ['op', `${op.index} · process ${op.process}`], ['did', [op.f, op.key, op.value].filter(v => v !== undefined).join(' ')],
      ['node', op.node], ['outcome', op.outcome], ['error', op.error],
      ['latency', ms === undefined ? 'never heard' : ms.toFixed(2) + ' ms'],
      ['invoked', seconds(op.invokedNs)], ['completed', seconds(op.completedNs)],
    ]));
    const [x, y] = [u.valToPos(d.x, 'x'), u.valToPos(d.y, 'y')];
    Object.assign(ring.style, { left: x + 'px', top: y + 'px' });
    const box = u.over.getBoundingClientRect();
    const left = Math.min(box.left + x + 14, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = box.top + y + 14;
    const above = box.top + y - tip.offsetHeight - 14;
    Object.assign(tip.style, { left: Math.max(8, left) + 'px', top: (above > 0 ? above : below) + 'px' });
  }

  function rows(pairs) {
    return pairs.filter(([, value]) => value !== undefined).map(([name, value]) => {
      const row = document.createElement('div');
      const label = Object.assign(document.createElement('span'), { textContent: name });
      const text = Object.assign(document.createElement('b'), { textContent: value });
      row.append(label, text);
      return row;
    });
  }

  // ---- the two charts ----
  const line = (label, name, extra) => ({
    label, stroke: () => color(name), width: 1.5, points: { show: false },
    value: (u, v) => v === null || v === undefined ? '' : format(v), ...extra,
  });
  const area = (label, name) => line(label, name, { fill: () => tint(name, 0.2), paths: uPlot.paths.stepped({ align: 0 }) });
  // Has no line: a switch in the legend for what the hooks draw.
  const toggle = (label, name, value) => ({ label, stroke: () => color(name), width: 0, points: { show: false }, value });
  const inForce = (u, _, __, i) => i === null || i === undefined
    ? ''
    : faults.filter(f => f.start <= xs[i] && xs[i] <= (f.end ?? end)).map(f => f.id).join(' ');
  const format = v => v >= 1000 ? Math.round(v).toLocaleString('en') : String(+v.toPrecision(3));
  const counted = group => () => format(dots.filter(d => d.group === group).length);

  const lines = { stroke: () => color('grid'), width: 1 };
  const axis = { stroke: () => color('muted'), grid: lines, ticks: lines, font: '11px system-ui, sans-serif' };
  const laneCount = Math.max(0, ...faults.map(f => faults.filter(o => o.start <= f.start && f.start <= (o.end ?? end)).length));
  // One to spare for names that stand beside short bars.
  const lanes = faults.length === 0 ? 0 : Math.min(5, faults.length > 4 ? laneCount + 1 : laneCount);

  function chart(id, height, top, scales, list, values, hooks) {
    const host = document.getElementById(id);
    const options = {
      width: host.clientWidth, height, scales: { x: { time: false, range: [0, end] }, ...scales }, padding: [top, 8, 0, 0],
      legend: { live: true },
      cursor: { sync: { key: 'run', setSeries: false, scales: ['x', null] }, drag: { x: true, y: false, dist: 4 }, points: { size: 6 } },
      axes: [
        { ...axis, size: 32, values: (u, ticks) => ticks.map(t => +t.toFixed(3) + ' s') },
        { ...axis, size: 56, values: (u, ticks) => ticks.map(t => t === null ? '' : format(t)) },
      ],
      series: [{ label: 'time', value: (u, v) => v === null || v === undefined ? '' : v.toFixed(2) + ' s' }, ...list],
      hooks: { drawClear: [drawBands], ...hooks },
    };
    // The full view is the range that drag and double-click come back to, so x may not be fixed.
    options.scales.x.range = (u, min, max) => min === null || min === xs[0] && max === xs.at(-1) ? [0, end] : [min, max];
    const u = new uPlot(options, [xs, ...values], host);
    new ResizeObserver(() => host.clientWidth !== u.width && u.setSize({ width: host.clientWidth, height })).observe(host);
    for (const label of u.root.querySelectorAll('.u-legend tr:not(:first-child) th')) {
      Object.assign(label, { tabIndex: 0, role: 'switch', ariaChecked: 'true' });
      label.addEventListener('click', () => { label.ariaChecked = String(label.closest('tr').matches(':not(.u-off)')); });
      label.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); label.click(); } });
    }
    return u;
  }

  const latency = chart('latency', 300, lanes * barHeight + 12, { y: { distr: 3, range: [low, high] } }, [
    line('p50', 'p50'), line('p99', 'p99'), line('max', 'max', { width: 1 }),
    toggle('slowest ok', 'ok', counted('ok')), toggle('fail', 'fail', counted('fail')), toggle('info', 'info', counted('info')),
    toggle('in findings', 'named', counted('named')), toggle('faults', 'fault-0', inForce),
  ], [series.p50, series.p99, series.max, nothing, nothing, nothing, nothing, nothing],
    { draw: [drawBars, drawDots], setCursor: [showTip] });
  latency.over.append(ring);

  const throughput = chart('throughput', 200, 12, { y: { range: (u, min, max) => [0, Math.max(1, max * 1.05)] } }, [
    area('ok', 'ok'), area('fail', 'fail'), area('info', 'info'), toggle('faults', 'fault-0', inForce),
  ], [series.ok, series.fail, series.info, nothing], {});
  const charts = [latency, throughput];

  // ---- zoom ----
  function zoomTo(min, max) {
    const width = Math.min(end, Math.max(max - min, data.bucketSeconds / 50));
    const from = Math.min(Math.max(0, (min + max - width) / 2), end - width);
    for (const u of charts) u.setScale('x', { min: from, max: from + width });
  }

  function zoomBy(factor, shift = 0) {
    const { min, max } = latency.scales.x;
    const [middle, half] = [(min + max) / 2 + shift * (max - min), (max - min) / 2 * factor];
    zoomTo(middle - half, middle + half);
  }

  const zooms = {
    in: () => zoomBy(0.5), out: () => zoomBy(2), all: () => zoomTo(0, end),
    '+': () => zoomBy(0.5), '=': () => zoomBy(0.5), '-': () => zoomBy(2), 0: () => zoomTo(0, end), Escape: () => zoomTo(0, end),
    ArrowLeft: () => zoomBy(1, -0.2), ArrowRight: () => zoomBy(1, 0.2),
  };

  for (const button of document.querySelectorAll('[data-zoom]')) button.addEventListener('click', zooms[button.dataset.zoom]);
  for (const figure of document.querySelectorAll('figure')) {
    figure.addEventListener('keydown', e => {
      if (e.target !== figure || e.ctrlKey || e.metaKey || e.altKey || !Object.hasOwn(zooms, e.key)) return;
      e.preventDefault();
      zooms[e.key]();
    });
  }

  for (const button of document.querySelectorAll('[data-from]')) {
    button.addEventListener('click', () => {
      const [from, to] = [Number(button.dataset.from), Number(button.dataset.to)];
      const margin = Math.max((to - from) * 0.25, data.bucketSeconds);
      zoomTo(from - margin, to + margin);
      document.getElementById('charts').scrollIntoView({ behavior: 'smooth' });
      document.querySelector('figure').focus({ preventScroll: true });
    });
  }

  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', () => { for (const u of charts) u.redraw(false); });
  }
})();
