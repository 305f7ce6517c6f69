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
}
