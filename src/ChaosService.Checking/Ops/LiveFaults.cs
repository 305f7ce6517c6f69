using ChaosService.Model.Histories;

namespace ChaosService.Checking.Ops;

/// <summary>The faults of a run in progress.</summary>
internal sealed class LiveFaults
{
    private readonly List<FaultEvent> _events = [];

    public void Observe(FaultEvent e) => _events.Add(e);

    public IReadOnlyList<string> During(long fromNs, long untilNs) =>
        [.. FaultWindow.From(_events).Where(f => f.Overlaps(fromNs, untilNs)).Select(f => f.Id)];
}
