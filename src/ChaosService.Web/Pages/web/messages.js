// Messages at the bottom of the page. Good ones disappear on their own, bad ones stay until they are closed.
const host = document.getElementById('messages');
const stay = 6000;

export function show(tone, lines) {
  const message = Object.assign(document.createElement('div'), { className: `message ${tone}` });
  message.dataset.test = 'message';
  if (tone === 'bad') message.setAttribute('role', 'alert');
  const close = Object.assign(
    document.createElement('button'), { type: 'button', className: 'quiet', textContent: '✕', ariaLabel: 'close the message' });
  const remove = () => message.remove();
  close.addEventListener('click', remove);
  const text = document.createElement('div');
  text.append(...lines.map(line => Object.assign(document.createElement('p'), { textContent: line })));
  message.append(text, close);
  host.append(message);
  while (host.childElementCount > 4) host.firstElementChild.remove();
  if (tone === 'good') setTimeout(remove, stay);
}

/** For screen readers. */
export function announce(text) {
  document.getElementById('announce').textContent = text;
}
