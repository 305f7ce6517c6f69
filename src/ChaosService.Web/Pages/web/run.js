// The page of one run: charts and figures by its own events, everything else by asking for the page again.
import { makeCharts } from './charts.js';
import { showFigures } from './figures.js';
import { follow, refresh } from './live.js';
import { announce } from './messages.js';
import { Series } from './series.js';

const types = ['begin', 'state', 'phase', 'fault', 'finding', 'window', 'progress', 'gap', 'end'];
const host = document.getElementById('run');
const id = encodeURIComponent(host.dataset.runId);
const series = new Series();
let draw, due = false;

/** At most once a frame, however many events come at once. */
function show() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw?.();
  });
}

async function load() {
  const response = await fetch(`/api/v1/runs/${id}/live`, { headers: { Accept: 'application/json' } });
  if (!response.ok) return;
  const live = await response.json();
  series.begin(live);
  show();
}

function heard(type, data, stop) {
  switch (type) {
    case 'progress':
      series.progress(data);
      showFigures(document.getElementById('now'), data);
      return show();
    case 'fault':
      series.fault(data);
      show();
      if (data.step === 'injected' || data.step === 'reverted') announce(`${data.id} ${data.kind} ${data.step}`);
      break;
    case 'finding':
      announce(`finding: ${data.anomaly}`);
      break;
    case 'gap':
      load();
      break;
    case 'end':
      stop();
      break;
  }
  refresh();
}

/** A run that waited has no charts until it begins. */
function makeReady() {
  if (draw || !document.getElementById('charts')) return;
  draw = makeCharts(series);
  show();
}

// Of a run that is over the page has all there will be.
const kept = document.getElementById('charts')?.dataset.live;
if (kept) series.begin(JSON.parse(kept));
makeReady();
document.addEventListener('refreshed', makeReady);
if (!kept && host.dataset.liveKept !== undefined) await load();
// From what the page itself has in it: what happened before the charts were loaded is heard again, for the page does not show it yet.
if (host.dataset.goesOn !== undefined) {
  follow(after => `/api/v1/runs/${id}/events?after=${after}`, types, heard, { lastId: host.dataset.lastEvent ?? '0', look: load });
}
