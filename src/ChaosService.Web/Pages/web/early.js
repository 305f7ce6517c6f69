// Runs before the page is loaded: a button that is pressed before the modules are loaded is remembered, and takes effect then.
{
  const pressed = [];
  const keep = event => {
    const by = event.target.closest(event.type === 'submit' ? 'form[data-post]' : '[data-opens]');
    if (!by) return;
    if (event.type === 'submit') event.preventDefault();
    if (!pressed.includes(by)) pressed.push(by);
  };
  const kinds = ['submit', 'click'];
  for (const kind of kinds) document.addEventListener(kind, keep);
  /** Returns what was pressed, once, and stops recording. */
  globalThis.takeOver = () => {
    for (const kind of kinds) document.removeEventListener(kind, keep);
    return pressed;
  };

  // A browser aborts its downloads when a network appears or disappears, which happens often with containers. Without one of its files a
  // page looks normal but its buttons do nothing, so it is reloaded, after a longer pause each time.
  let lost = false;
  const reload = () => {
    if (lost) return;
    lost = true;
    const tries = Number(sessionStorage.getItem('reloads') ?? 0);
    sessionStorage.setItem('reloads', tries + 1);
    setTimeout(() => location.reload(), Math.min(30_000, 250 * 2 ** tries));
  };
  // Load errors do not bubble: they are only seen here in the capture phase.
  addEventListener('error', event => event.target.matches?.('script, link[rel=stylesheet]') && reload(), { capture: true });
  /** Called once the page's script runs. */
  globalThis.complete = () => {
    if (lost) return;
    sessionStorage.removeItem('reloads');
    document.documentElement.dataset.complete = '';
  };
}
