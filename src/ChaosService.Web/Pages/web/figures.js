// The figures of an active run, in the server's format.
const number = (value, digits) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The text of each field; undefined figures are a dash. */
export const fieldsOf = p => ({
  time: `${Math.floor(p.elapsedSeconds)} / ${+p.durationSeconds.toFixed(3)} s`,
  ops: `${number(p.opsPerSecond, 0)} ops/s`,
  errors: p.errorRatio === null ? '–' : `${number(p.errorRatio * 100, 1)} %`,
  p99: p.p99Ms === null ? '–' : `${number(p.p99Ms, 1)} ms`,
  findings: String(p.findings),
  faults: p.activeFaults.length === 0 ? '' : `⚡ ${p.activeFaults.join(' · ')}`,
});

export function showFigures(host, progress) {
  if (!host) return;
  const bar = host.querySelector('[data-field="bar"]');
  if (!bar) return;
  bar.max = progress.durationSeconds;
  bar.value = progress.elapsedSeconds;
  for (const [name, text] of Object.entries(fieldsOf(progress))) {
    const field = host.querySelector(`[data-field="${name}"]`);
    if (field.textContent !== text) field.textContent = text;
    if (name === 'faults') field.hidden = text === '';
  }
}
