using ChaosService.Model.Histories;

namespace ChaosService.Browser.Tests.Running;

/// <summary>Made-up load on a healthy cluster that suffers while a fault is in force. The same every time.</summary>
internal static class Traffic
{
    private const int OpsPerSecond = 50;
    private const long Second = 1_000_000_000;

    public static (double OpsPerSecond, double ErrorRatio, double P99Ms) At(double seconds, bool broken)
    {
        var wave = Math.Sin(seconds * 1.7) + (0.6 * Math.Sin((seconds * 5.3) + 1));
        return broken ? (118 + (14 * wave), 0.31 + (0.05 * wave), 640 + (180 * wave)) : (300 + (9 * wave), 0, 9.5 + (1.8 * wave));
    }

    /// <summary>Ops of all this load, which agree with the fault's steps.</summary>
    public static History History(double seconds, IReadOnlyList<FaultEvent> faults)
    {
        var windows = FaultWindow.From(faults);
        var ops = new Op[(int)(seconds * OpsPerSecond)];
        for (var i = 0; i < ops.Length; i++)
        {
            var at = i * Second / OpsPerSecond;
            var latency = (long)(At(at / 1e9, windows.Any(w => w.Covers(at))).P99Ms * 1e6);
            ops[i] = new Op
            {
                Index = 2 * i, CompletionIndex = (2 * i) + 1, Process = i % 10, Outcome = OpType.Ok, F = Functions.Write,
                Key = $"k{i % 20}", Value = OpValue.Integer(i), IntendedNs = at, InvokedNs = at, CompletedNs = at + latency,
                Node = $"etcd{1 + (i % 3)}",
            };
        }
        var end = (long)(seconds * Second);
        return new History
        {
            Ops = ops, FaultEvents = faults,
            Phases = [new(RunPhase.LoadStarted, 0), new(RunPhase.LoadEnded, end), new(RunPhase.Ended, end)],
        };
    }
}
