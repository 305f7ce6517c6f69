using System.Diagnostics;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Workloads;

internal sealed class FakeRecorder : IRecorder
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<OpEvent> _events = [];

    public IReadOnlyList<OpEvent> Events
    {
        get
        {
            lock (_events) return [.. _events];
        }
    }

    public long ElapsedNs => (long)Stopwatch.GetElapsedTime(_start).TotalNanoseconds;

    public void Record(in OpEvent e)
    {
        lock (_events) _events.Add(e);
    }

    public void Record(FaultEvent e)
    {
    }

    public void Record(PhaseEvent e)
    {
    }
}
