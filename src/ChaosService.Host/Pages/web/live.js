// Keeps the page up to date. The server says over its event stream that something changed; then the page is asked for again and what
// differs in its parts marked data-live is taken over: there is one place that makes HTML, and it is the server.
import { morph } from './morph.js';

const gather = 250;
const again = 5000;
const sign = document.getElementById('live');

let waiting, running = false, once = false;

/** Asks for the page again, soon; calls that come together are one. */
export function refresh() {
  waiting ??= setTimeout(load, gather);
}

async function load() {
  waiting = undefined;
  if (running) {
    once = true;
    return;
  }
  running = true;
  try {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
    // Signed out meanwhile.
    if (response.redirected) return location.reload();
    const next = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const wanted = next.getElementById(part.id);
      if (wanted) morph(part, wanted);
    }
    if (next.title) document.title = next.title;
    document.dispatchEvent(new CustomEvent('refreshed'));
  } catch {
    // The stream's own state shows that the service is away, and its return asks for the page again.
  } finally {
    running = false;
    if (once) refresh();
    once = false;
  }
}

function say(state, title) {
  sign.dataset.state = state;
  sign.title = title;
  sign.textContent = state;
}

/**
 * Follows a stream of events for as long as the page is looked at; a browser has few connections to one server for all of its tabs.
 * @param path gives the address for a start after the event of an id.
 * @param on maps the type of an event to what is done with its data.
 */
export function follow(path, types, on, { lastId, shown = false, lost = () => {} }) {
  let source, retry, place = lastId;
  const open = () => {
    clearTimeout(retry);
    source = new EventSource(path(place));
    source.onopen = () => shown && say('live', 'changes show by themselves');
    source.onerror = () => {
      if (shown) say('lost', 'no connection to the service; trying again');
      lost();
      if (source.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, again);
    };
    for (const type of types) {
      source.addEventListener(type, event => {
        if (event.lastEventId) place = event.lastEventId;
        on(type, JSON.parse(event.data), close);
      });
    }
  };
  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };
  const look = () => {
    if (document.hidden) close();
    else if (!source) open();
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', close);
  look();
  return () => {
    close();
    document.removeEventListener('visibilitychange', look);
  };
}
