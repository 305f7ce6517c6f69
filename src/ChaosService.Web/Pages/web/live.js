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
 * Streams of all windows together: over HTTP/1.1 a browser has six connections to one server, and the halt button must always find
 * one free.
 */
const streamsMax = 4;

/**
 * Takes one of the places for streams. Gives what lets go of it; undefined when all are taken. HTTP/2, which comes with TLS, needs no
 * places.
 */
async function takePlace() {
  if (location.protocol === 'https:' || !navigator.locks) return () => {};
  for (let n = 0; n < streamsMax; n++) {
    const leave = await new Promise(taken => navigator.locks.request(
      `stream-${n}`, { ifAvailable: true }, lock => lock ? new Promise(taken) : taken(undefined)));
    if (leave) return leave;
  }
}

/**
 * Follows a stream of events for as long as the page is looked at. While other windows have all places for streams, it looks
 * by itself now and then.
 * @param path gives the address for a start after the event of an id.
 * @param on maps the type of an event to what is done with its data.
 */
export function follow(path, types, on, { lastId, shown = false, look = () => {} }) {
  let source, retry, leave, opening = false, over = false, place = lastId;
  const close = () => {
    clearTimeout(retry);
    source?.close();
    leave?.();
    source = leave = undefined;
  };
  const open = async () => {
    clearTimeout(retry);
    if (source || opening) return;
    opening = true;
    leave = await takePlace();
    opening = false;
    if (document.hidden || over) return close();
    if (leave) return listen();
    if (shown) say('slow', 'other windows have all live connections; this one looks every few seconds');
    look();
    refresh();
    retry = setTimeout(open, again);
  };
  const listen = () => {
    source = new EventSource(path(place));
    source.onopen = () => shown && say('live', 'changes show by themselves');
    source.onerror = event => {
      if (shown) say('lost', 'no connection to the service; trying again');
      if (event.target.readyState !== EventSource.CLOSED) return;
      // Refused, and nothing says why: when it is for want of a token, the page is the door by now.
      refresh();
      close();
      retry = setTimeout(open, again);
    };
    for (const type of types) {
      source.addEventListener(type, event => {
        if (event.lastEventId) place = event.lastEventId;
        on(type, JSON.parse(event.data), end);
      });
    }
  };
  const turn = () => document.hidden ? close() : open();
  const end = () => {
    over = true;
    close();
    document.removeEventListener('visibilitychange', turn);
  };
  document.addEventListener('visibilitychange', turn);
  addEventListener('pagehide', close);
  turn();
}
