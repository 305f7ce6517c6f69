// The page of one run: charts and figures from its own events, everything else by requesting the page again.
import { makeCharts } from './charts.js';
import { showFigures } from './figures.js';
import { ask, follow, refresh } from './live.js';
import { announce } from './messages.js';
import { Series } from './series.js';

const types = ['begin', 'state', 'phase', 'fault', 'finding', 'window', 'progress', 'gap', 'end'];
const host = document.getElementById('run');
const id = encodeURIComponent(host.dataset.runId);
const series = new Series();
let draw, due = false;

/** At most once per frame, however many events arrive at once. */
function show() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw?.();
  });
}

async function load() {
  const { response, text } = await ask(`/api/v1/runs/${id}/live`, 'application/json');
  if (!response.ok) return;
  series.begin(JSON.parse(text));
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

/** A queued run has no charts until it begins. */
function makeReady() {
  if (draw || !document.getElementById('charts')) return;
  draw = makeCharts(series);
  show();
}

// For a run that has ended the page contains all data.
const kept = document.getElementById('charts')?.dataset.live;
if (kept) series.begin(JSON.parse(kept));
makeReady();
document.addEventListener('refreshed', makeReady);
if (!kept && host.dataset.liveKept !== undefined) await load();
// From the page's own last event: events from before the charts were loaded are sent again, as the page does not show them yet.
if (host.dataset.goesOn !== undefined) {
  follow(after => `/api/v1/runs/${id}/events?after=${after}`, types, heard, { lastId: host.dataset.lastEvent ?? '0', look: load });
}
