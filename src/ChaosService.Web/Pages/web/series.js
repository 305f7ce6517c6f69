// Turns a run's events into the data of its charts: pure, so that it can be tested without a browser.

/** The maximum number of points: above it, two neighbours become one, with the worse values. */
const most = 1200;

export class Series {
  constructor() {
    this.points = [];
    this.faults = new Map();
    this.duration = undefined;
    this.offset = undefined;
  }

  /** The data that the service had stored when the page was opened. */
  begin(live) {
    this.points = live.series.map(p => ({ ...p }));
    this.faults = new Map();
    if (live.progress) this.#align(live.progress);
    for (const step of live.faultSteps) this.fault(step.fault);
  }

  progress(p) {
    this.#align(p);
    const last = this.points.at(-1);
    if (last && p.elapsedSeconds <= last.seconds) return;
    this.points.push({ seconds: p.elapsedSeconds, opsPerSecond: p.opsPerSecond, errorRatio: p.errorRatio, p99Ms: p.p99Ms });
    if (this.points.length > most) this.points = thin(this.points);
  }

  /** A fault's times count from the run's start, those of the figures from the load's start. */
  #align(p) {
    this.duration = p.durationSeconds;
    if (p.timeNs !== null && p.timeNs !== undefined) this.offset = p.timeNs / 1e9 - p.elapsedSeconds;
  }

  fault(step) {
    const known = this.faults.get(step.id) ?? { id: step.id, kind: step.kind, nodes: step.nodes, start: undefined, end: undefined };
    if (step.nodes.length > 0) known.nodes = step.nodes;
    const at = { seconds: step.timeNs / 1e9, offset: this.offset };
    if (step.step === 'inject' || step.step === 'injected') known.start ??= at;
    if (step.step === 'reverted') known.end ??= at;
    this.faults.set(step.id, known);
  }

  /** Bands in seconds of the charts; one without an end is still active. */
  bands() {
    const kinds = [...new Set([...this.faults.values()].map(f => f.kind))];
    const onChart = ({ seconds, offset }) => Math.max(0, seconds - (offset ?? this.offset ?? 0));
    return [...this.faults.values()].filter(f => f.start !== undefined).map(f => ({
      id: f.id, kind: f.kind, nodes: f.nodes, color: kinds.indexOf(f.kind) % 6,
      start: onChart(f.start), end: f.end && onChart(f.end),
    }));
  }

  columns() {
    return {
      seconds: this.points.map(p => p.seconds),
      throughput: this.points.map(p => p.opsPerSecond),
      latency: this.points.map(p => p.p99Ms),
      errors: this.points.map(p => p.errorRatio === null ? null : p.errorRatio * 100),
    };
  }
}

const worse = (a, b) => a === null ? b : b === null ? a : Math.max(a, b);

export function thin(points) {
  const half = [];
  for (let i = 0; i < points.length; i += 2) {
    const [a, b] = [points[i], points[i + 1]];
    half.push(b === undefined ? a : {
      seconds: b.seconds, opsPerSecond: (a.opsPerSecond + b.opsPerSecond) / 2,
      errorRatio: worse(a.errorRatio, b.errorRatio), p99Ms: worse(a.p99Ms, b.p99Ms),
    });
  }
  return half;
}
