// Changes: every form with data-post is sent to the API as JSON, and the result is shown. No error is hidden.
import { outcome, problemLines } from './answers.js';
import { show } from './messages.js';

/** The non-empty fields of a form; those with data-number as numbers, unchanged. */
function bodyOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== '').map(([name, value]) => {
    const text = JSON.stringify(value);
    // A seed may be larger than a double can represent: its digits are sent as typed.
    const isNumber = form.elements[name].dataset.number !== undefined && /^-?\d+$/.test(value);
    return `${JSON.stringify(name)}:${isNumber ? value.replace(/^(-?)0+(?=\d)/, '$1') : text}`;
  });
  return pairs.length === 0 ? undefined : `{${pairs.join(',')}}`;
}

export async function post(path, body) {
  const headers = { 'X-ChaosService': '1', Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, { method: 'POST', headers, body });
  const text = await response.text();
  let reply;
  try {
    reply = text === '' ? undefined : JSON.parse(text);
  } catch {
    reply = undefined;
  }
  return { ok: response.ok, status: response.status, reply };
}

async function submit(form, changed) {
  const button = form.querySelector('button:not([type=button])');
  button.disabled = true;
  form.ariaBusy = 'true';
  try {
    const { ok, status, reply } = await post(form.dataset.post, bodyOf(form));
    if (ok && form.dataset.follow !== undefined && (reply?.id ?? reply?.runId)) {
      location.assign(`${form.dataset.follow || '/runs/'}${encodeURIComponent(reply.id ?? reply.runId)}`);
      return;
    }
    const said = ok ? outcome(reply, form.dataset.done) : { tone: 'bad', lines: problemLines(status, reply) };
    show(said.tone, said.lines);
  } catch (error) {
    show('bad', ['The service does not answer, so nothing is known of what came of this.', String(error.message ?? error)]);
  } finally {
    button.disabled = false;
    form.ariaBusy = 'false';
    form.closest('dialog')?.close();
    changed();
  }
}

const open = opener => document.getElementById(opener.dataset.opens)?.showModal();

/** Handles the forms and dialogs of the page, including later ones, and the buttons pressed before. */
export function listen(changed) {
  document.addEventListener('submit', event => {
    const form = event.target.closest('form[data-post]');
    if (!form) return;
    event.preventDefault();
    submit(form, changed);
  });
  document.addEventListener('click', event => {
    const opener = event.target.closest('[data-opens]');
    if (opener) open(opener);
    if (event.target.closest('[data-closes]')) event.target.closest('dialog').close();
    // The target is the dialog itself only outside its form.
    if (event.target.matches('dialog')) event.target.close();
  });
  for (const by of takeOver()) by.matches('form') ? submit(by, changed) : open(by);
}
