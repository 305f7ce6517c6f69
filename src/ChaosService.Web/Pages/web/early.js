// Runs before the page is there: a button that is pressed before the modules have come is kept for them, and does what it says then.
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
  /** Gives what was pressed, once, and keeps nothing more. */
  globalThis.takeOver = () => {
    for (const kind of kinds) document.removeEventListener(kind, keep);
    return pressed;
  };

  // A browser gives up what it is loading when a network comes or goes, which containers do all day. Without one of its parts a page
  // looks well and its buttons do nothing, so it is loaded once more, later each time.
  let lost = false;
  const reload = () => {
    if (lost) return;
    lost = true;
    const tries = Number(sessionStorage.getItem('reloads') ?? 0);
    sessionStorage.setItem('reloads', tries + 1);
    setTimeout(() => location.reload(), Math.min(30_000, 250 * 2 ** tries));
  };
  // Errors of loading go to the element alone: only on the way down are they heard here.
  addEventListener('error', event => event.target.matches?.('script, link[rel=stylesheet]') && reload(), { capture: true });
  /** The page's script runs. */
  globalThis.complete = () => {
    if (lost) return;
    sessionStorage.removeItem('reloads');
    document.documentElement.dataset.complete = '';
  };
}
