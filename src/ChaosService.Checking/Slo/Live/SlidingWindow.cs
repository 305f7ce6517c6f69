using ChaosService.Checking.Ops;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Slo.Live;

internal enum LiveFigures
{
    /// <summary><c>success_ratio</c> and <c>ops_per_s</c>.</summary>
    Success,

    /// <summary><c>p50_ms</c>, <c>p99_ms</c> and <c>ops_per_s</c>.</summary>
    Latency,
}

/// <summary>
/// Figures of the last <see cref="WindowNs"/>, by completion time. A ring of slots, so memory does not grow. Finds nothing: a bad second
/// does not violate an objective over the whole run.
/// </summary>
internal sealed class SlidingWindow(LiveFigures figures) : IStreamingCheck
{
    public const long WindowNs = SlotNs * Slots;

    private const long SlotNs = 500_000_000;
    private const int Slots = 10;

    private readonly Slot[] _ring = [.. Enumerable.Range(0, Slots).Select(_ => new Slot())];
    private readonly PendingOps _pending = new();
    private readonly LatencyHistogram _window = new();

    private sealed class Slot
    {
        public long Number = -1;
        public Share Share;
        public LatencyHistogram Latency { get; } = new();
    }

    public void Observe(int index, in OpEvent e)
    {
        if (e.Type == OpType.Invoke) _pending.Invoke(index, e);
        else if (_pending.Complete(index, e) is { } op) Count(op);
    }

    public void Observe(FaultEvent e)
    {
    }

    public IReadOnlyList<Finding> TakeFindings() => [];

    public IReadOnlyDictionary<string, double> WindowFigures(long nowNs)
    {
        var share = new Share();
        _window.Clear();
        foreach (var slot in _ring)
        {
            if (slot.Number < 0 || slot.Number <= (nowNs / SlotNs) - Slots) continue;
            share.Attempts += slot.Share.Attempts;
            share.Successes += slot.Share.Successes;
            if (figures == LiveFigures.Latency) _window.Add(slot.Latency);
        }
        if (share.Attempts == 0) return new Dictionary<string, double>();
        var result = new Dictionary<string, double> { ["ops_per_s"] = share.Attempts / (Math.Clamp(nowNs, SlotNs, WindowNs) / 1e9) };
        if (figures == LiveFigures.Success) result["success_ratio"] = share.Ratio;
        else if (_window.Count > 0) (result["p50_ms"], result["p99_ms"]) = (_window.Percentile(0.5) / 1e6, _window.Percentile(0.99) / 1e6);
        return result;
    }

    private void Count(in Op op)
    {
        var number = op.CompletedNs / SlotNs;
        var slot = _ring[number % Slots];
        if (slot.Number > number) return;
        if (slot.Number < number)
        {
            (slot.Number, slot.Share) = (number, default);
            slot.Latency.Clear();
        }
        slot.Share.Count(LoadOps.Succeeded(op));
        if (!LoadOps.WasShed(op)) slot.Latency.Add(op.LatencyNs);
    }
}
