// Buttons that copy the text next to them.
export function offerCopies() {
  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
    } catch {
      // Except on loopback, a page without TLS may not write to the clipboard: the text is selected for the user to copy.
      getSelection().selectAllChildren(source);
      button.textContent = 'Selected';
    }
  });
}
