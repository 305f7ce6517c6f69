// The start of every page's script.
import { listen } from './actions.js';
import { offerCopies } from './copy.js';
import { showFigures } from './figures.js';
import { follow, refresh } from './live.js';
import { announce } from './messages.js';
import { keepMoments } from './moments.js';
import { offerThemes } from './themes.js';

const types = ['run', 'suite', 'phase', 'fault', 'finding', 'progress', 'health', 'experiment', 'gap'];
const refreshOn = document.body.dataset.refreshOn.split(' ');

function heard(type, data) {
  if (type === 'progress') return showFigures(document.querySelector(`article[data-run-id="${CSS.escape(data.runId)}"]`), data.data);
  if (type === 'run') announce(`${data.experiment}: ${data.verdict ?? data.state}`);
  if (type === 'health') announce(`the service is ${data.status}`);
  if (refreshOn.includes(type)) refresh();
}

function start() {
  listen(refresh);
  keepMoments();
  offerCopies();
  offerThemes();
  follow(place => `/api/v1/events?after=${place}`, types, heard, { lastId: document.body.dataset.lastEvent, shown: true });
  complete();
}

// early.js, which reloads the page when a file fails to load, may have failed to load itself.
if (globalThis.takeOver) start();
else setTimeout(() => location.reload(), 1000);
