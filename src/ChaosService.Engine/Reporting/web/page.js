// What every report.html has: the copy buttons, and where nodes were measured the charts of their memory and files.
(() => {
  'use strict';
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = 'copied';
      } catch {
        // A page opened from a file may not write to the clipboard everywhere: select it, so that the user's own copy does.
        getSelection().selectAllChildren(source);
        button.textContent = 'selected';
      }
    });
  }

  const embedded = document.getElementById('resources');
  if (!embedded) return;
  const data = JSON.parse(embedded.textContent);
  // A canvas knows nothing of light-dark(): an element that has the colour tells which one it is.
  const probe = document.body.appendChild(Object.assign(document.createElement('i'), { hidden: true }));
  const color = name => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const lines = { stroke: () => color('grid'), width: 1 };
  const axis = { stroke: () => color('muted'), grid: lines, ticks: lines, font: '11px system-ui, sans-serif' };
  const long = data.seconds.at(-1) > 600;
  const time = s => long ? +(s / 60).toFixed(1) + ' min' : +s.toFixed(1) + ' s';

  function chart(id, unit, values) {
    const host = document.getElementById(id);
    const u = new uPlot({
      width: host.clientWidth, height: 200, padding: [12, 8, 0, 0],
      scales: { x: { time: false }, y: { range: (u, min, max) => [0, Math.max(1, max * 1.1)] } },
      cursor: { sync: { key: 'resources', setSeries: false }, drag: { x: true, y: false, dist: 4 }, points: { size: 6 } },
      axes: [{ ...axis, size: 32, values: (u, ticks) => ticks.map(time) }, { ...axis, size: 56 }],
      series: [{ label: 'time', value: (u, v) => v === null || v === undefined ? '' : time(v) }, ...data.nodes.map((node, i) => ({
        label: node, stroke: () => color('fault-' + i % 6), width: 1.5, points: { show: false }, spanGaps: true,
        value: (u, v) => v === null || v === undefined ? '' : +v.toFixed(1) + unit,
      }))],
    }, [data.seconds, ...values], host);
    new ResizeObserver(() => host.clientWidth !== u.width && u.setSize({ width: host.clientWidth, height: 200 })).observe(host);
    return u;
  }

  const charts = [chart('memory', ' MiB', data.memory), chart('files', '', data.files)];
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', () => { for (const u of charts) u.redraw(false); });
  }
})();
