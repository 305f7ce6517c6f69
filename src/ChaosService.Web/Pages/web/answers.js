// What an answer of the API means to a person: pure, so that it can be tested without a browser.

/** How many, in words: `1 run`, `2 runs`. */
export const count = (n, thing) => `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;

/** A refusal as lines: what is wrong, where, and what to do about it. */
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

/** What came of a change that was accepted: `done`, and whatever the answer says did not work. */
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
