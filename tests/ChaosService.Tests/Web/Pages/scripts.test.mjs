import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

// The modules say .js, which node takes for another kind of script outside a package: they are read as what they are.
const source = name => readFileSync(new URL(`../../../../src/ChaosService.Web/Pages/web/${name}`, import.meta.url), 'utf8');
const load = name => import(`data:text/javascript,${encodeURIComponent(source(name))}`);
const { outcome, problemLines } = await load('answers.js');
const { fieldsOf } = await load('figures.js');
const { ago } = await load('moments.js');
const { Series, thin } = await load('series.js');

test('a refusal says what, where and what to do', () => {
  assert.deepEqual(problemLines(400, { detail: 'not a number', field: '$.seed', value: 'x', fix: 'write one' }),
    ['not a number', '$.seed: "x"', 'To mend it: write one']);
  assert.deepEqual(problemLines(502, undefined), ['the service answered with status 502']);
});

test('a refusal names every problem of an experiment', () => {
  const lines = problemLines(422, {
    detail: 'bad', problems: [{ file: 'a', line: 3, column: 5, message: 'unknown key', value: 'z', fix: 'remove it' }],
  });
  assert.deepEqual(lines, ['bad', 'a:3:5 unknown key: "z"; remove it']);
});

test('a revert that failed is bad news though the answer is 200', () => {
  assert.equal(outcome([{ runId: 'r', id: 'f1', error: null }, { runId: 'r', id: 'f2', error: 'no engine' }], 'done').tone, 'bad');
  assert.deepEqual(outcome({ runId: 'r', id: 'f1', error: null }, 'f1 is reverted'), { tone: 'good', lines: ['f1 is reverted'] });
  assert.deepEqual(outcome(undefined, 'resumed'), { tone: 'good', lines: ['resumed'] });
});

test('a halt says how many runs it ended and what is still broken', () => {
  assert.deepEqual(outcome({ abortedRuns: ['a'], stillActive: [] }, 'halted').lines, ['halted; ended 1 run, nothing is broken']);
  assert.equal(outcome({ abortedRuns: [], stillActive: [{ id: 'f1', kind: 'k', project: 'p', undo: 'u' }] }, 'halted').tone, 'bad');
});

test('times are told in the greatest unit that is not zero', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  assert.equal(ago(now - 500, now), 'now');
  assert.equal(ago(now - 59_000, now), '59 s ago');
  assert.equal(ago(now - 3_599_000, now), '59 min ago');
  assert.equal(ago(now + 16 * 3_600_000, now), 'in 16 h');
});

test('figures without traffic are a dash', () => {
  const fields = fieldsOf({
    elapsedSeconds: 4.9, durationSeconds: 30, opsPerSecond: 1234.4, errorRatio: null, p99Ms: 57.72, activeFaults: ['f1 x'],
    findings: 2,
  });
  assert.deepEqual(fields, { time: '4 / 30 s', ops: '1,234 ops/s', errors: '–', p99: '57.7 ms', findings: '2', faults: '⚡ f1 x' });
});

const progress = (seconds, more) => ({
  elapsedSeconds: seconds, durationSeconds: 30, opsPerSecond: 100, errorRatio: 0, p99Ms: 5, timeNs: (seconds + 9) * 1e9, ...more,
});
const step = (id, step, seconds) => ({ id, kind: 'network-partition', nodes: ['n1'], step, timeNs: seconds * 1e9 });

test('a fault stands where the figures changed, though its clock began before the load', () => {
  const series = new Series();
  series.progress(progress(1));
  series.fault(step('f1', 'inject', 12));
  series.fault(step('f1', 'injected', 12.5));
  assert.deepEqual(series.bands().map(b => [b.id, b.start, b.end]), [['f1', 3, undefined]]);
  series.fault(step('f1', 'reverted', 15));
  assert.deepEqual(series.bands().map(b => b.end), [6]);
});

test('an event that is told again changes nothing', () => {
  const series = new Series();
  for (const seconds of [1, 2, 2, 1.5]) series.progress(progress(seconds));
  for (let i = 0; i < 2; i++) series.fault(step('f1', 'injected', 11));
  assert.deepEqual(series.columns().seconds, [1, 2]);
  assert.equal(series.bands().length, 1);
});

test('a long series stays bounded and keeps its worst', () => {
  const series = new Series();
  for (let i = 1; i <= 20_000; i++) series.progress(progress(i, { p99Ms: i === 7777 ? 999 : 5 }));
  assert.ok(series.points.length <= 1200, `${series.points.length}`);
  assert.equal(Math.max(...series.columns().latency), 999);
  const one = { seconds: 1, opsPerSecond: 10, errorRatio: null, p99Ms: 1 };
  assert.deepEqual(thin([one]), [one]);
});
