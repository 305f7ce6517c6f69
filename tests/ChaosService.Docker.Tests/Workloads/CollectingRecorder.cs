using System.Collections.Concurrent;
using System.Diagnostics;
using ChaosService.Model.Histories;

namespace ChaosService.Docker.Tests.Workloads;

internal sealed class CollectingRecorder : IRecorder
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public ConcurrentQueue<OpEvent> Events { get; } = new();

    public long ElapsedNs => (long)Stopwatch.GetElapsedTime(_start).TotalNanoseconds;

    public void Record(in OpEvent e) => Events.Enqueue(e);

    public void Record(FaultEvent e)
    {
    }

    public void Record(PhaseEvent e)
    {
    }
}
