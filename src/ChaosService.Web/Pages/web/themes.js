// The button that cycles through the themes: system, light, dark.
const next = { '': 'light', light: 'dark', dark: '' };
const signs = { '': '◐', light: '☀', dark: '☾' };

export function offerThemes() {
  const root = document.documentElement;
  const button = document.getElementById('theme');
  const tell = () => {
    const chosen = root.dataset.theme ?? '';
    button.textContent = signs[chosen];
    button.title = button.ariaLabel = `theme: ${chosen || 'as the system has it'}`;
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    const chosen = next[root.dataset.theme ?? ''];
    if (chosen === '') {
      delete root.dataset.theme;
      localStorage.removeItem('theme');
    } else {
      localStorage.setItem('theme', root.dataset.theme = chosen);
    }
    tell();
    dispatchEvent(new Event('themechange'));
  });
  tell();
}
