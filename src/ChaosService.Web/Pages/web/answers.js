// Turns answers of the API into texts for people: pure, so that it can be tested without a browser.

/** A number with its noun: `1 run`, `2 runs`. */
export const count = (n, thing) => `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;

/** A refusal as lines: the problem, its place, and the fix. */
export function problemLines(status, problem) {
  if (typeof problem !== 'object' || problem === null) return [`the service answered with status ${status}`];
  const value = problem.value === undefined || problem.value === null ? '' : `: "${problem.value}"`;
  const place = problem.field ? `${problem.field}${value}` : undefined;
  return [
    problem.detail ?? problem.title ?? `the service answered with status ${status}`,
    place,
    problem.fix && `To mend it: ${problem.fix}`,
    ...(problem.problems ?? []).map(p => `${p.file}:${p.line}:${p.column} ${p.message}${p.value ? `: "${p.value}"` : ''}; ${p.fix}`),
  ].filter(Boolean);
}

/** The result of an accepted change: `done`, and everything that did not work according to the answer. */
export function outcome(reply, done) {
  const failed = [reply].flat().filter(r => r?.error).map(r => `${r.id} of run ${r.runId} is not reverted: ${r.error}`);
  if (failed.length > 0) return { tone: 'bad', lines: failed };
  if (!Array.isArray(reply?.abortedRuns)) return { tone: 'good', lines: [done] };
  const left = reply.stillActive.map(f => `${f.id} ${f.kind} on ${f.project} is still in force: ${f.undo}`);
  const aborted = reply.abortedRuns.length === 0 ? 'no run was going on' : `ended ${count(reply.abortedRuns.length, 'run')}`;
  return left.length === 0
    ? { tone: 'good', lines: [`${done}; ${aborted}, nothing is broken`] }
    : { tone: 'bad', lines: [`${done}; ${aborted}, but not everything is reverted yet; the service goes on trying`, ...left] };
}
