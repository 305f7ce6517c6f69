// Updates relative times on the page.
const units = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]];

/** In the server's format: `5 min ago`, `in 3 h`. */
export function ago(at, now) {
  const seconds = (now - at) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? [];
  if (unit === undefined) return 'now';
  const text = `${Math.floor(Math.abs(seconds) / size)} ${unit}`;
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}

export function keepMoments() {
  const update = () => {
    for (const time of document.querySelectorAll('time[data-ago]')) {
      const text = ago(Date.parse(time.dateTime), Date.now());
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(update, 1000);
}
