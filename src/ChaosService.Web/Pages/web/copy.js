// Buttons that copy what stands beside them.
export function offerCopies() {
  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
    } catch {
      // Beyond loopback and without TLS a page may not write to the clipboard: select it, so that the user's own copy does.
      getSelection().selectAllChildren(source);
      button.textContent = 'Selected';
    }
  });
}
