using ChaosService.Contracts;
using ChaosService.Service.Conditions;
using ChaosService.Service.Queue;

namespace ChaosService.Service.Readiness;

/// <summary>Whether the service can accept runs, and if not, why.</summary>
internal sealed class ServiceHealth(RunQueue queue, IEnumerable<ICondition> parts)
{
    /// <summary>Why no run is accepted now; null when runs are.</summary>
    public string? Closed => queue.Closed;

    /// <summary>What else is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Troubles => [.. parts.Select(p => p.Trouble).OfType<string>()];

    /// <summary>Problems that need attention although runs are accepted, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => [.. parts.SelectMany(p => p.Warnings)];

    public HealthReply Read()
    {
        var (running, waiting) = queue.Count;
        var (closed, troubles) = (Closed, Troubles);
        var status = closed is not null ? "halted" : troubles.Count > 0 ? "troubled" : "ready";
        return new HealthReply(status, running, waiting, closed is null ? troubles : [closed, .. troubles], Warnings);
    }
}
