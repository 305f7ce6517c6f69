// Keeps the page up to date. The server's event stream reports a change; then the page is requested again and differences in its parts
// marked data-live are applied: only the server makes HTML.
import { morph } from './morph.js';

const gather = 250;
const again = 5000;
const soon = 1000;
const sign = document.getElementById('live');

let waiting, running = false, once = false;

/**
 * Requests until there is an answer. A browser aborts its requests when a network appears or disappears, which happens often with
 * containers, and a service may be restarted.
 */
export async function ask(path, accept) {
  while (true) {
    try {
      const response = await fetch(path, { headers: { Accept: accept } });
      return { response, text: await response.text() };
    } catch {
      await new Promise(later => setTimeout(later, soon));
    }
  }
}

/** Requests the page again, soon; calls in quick succession are combined. */
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
    const { response, text } = await ask(location.href, 'text/html');
    // Signed out meanwhile.
    if (response.redirected) return location.reload();
    const next = new DOMParser().parseFromString(text, 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const wanted = next.getElementById(part.id);
      if (wanted) morph(part, wanted);
    }
    if (next.title) document.title = next.title;
    document.dispatchEvent(new CustomEvent('refreshed'));
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
 * The maximum number of streams of all windows: over HTTP/1.1 a browser has six connections to one server, and the halt button must
 * always find a free one.
 */
const streamsMax = 4;

/**
 * Takes one of the slots for streams. Returns the function that releases it; undefined when all are taken. HTTP/2, which comes with
 * TLS, needs no slots.
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
 * Follows a stream of events while the page is visible. While other windows have all slots for streams, it polls instead.
 * @param path returns the address of the stream after the event with an id.
 * @param on handles an event by its type and data.
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
      // Refused, without a reason: if the token is missing, the page is the sign-in page by now.
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
