using ChaosService.Contracts;

namespace ChaosService.Web.Pages.Runs;

/// <summary>Converts the events of a run to the texts of its page.</summary>
internal static class RunStory
{
    private const int EntriesMax = 400;
    private const int FaultsMax = 60;

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<TimelineEntry> Timeline(IReadOnlyList<PhaseReply> phases, IReadOnlyList<FaultStepReply> steps) =>
    [
        .. phases.Select(p => new TimelineEntry(p.At, "▸", p.Phase, "")).Concat(steps.Select(Entry).OfType<TimelineEntry>())
            .OrderBy(e => e.At).Reverse().Take(EntriesMax),
    ];

    /// <summary>The last faults. Those of a run that has ended count as active only if no revert was reported.</summary>
    public static IReadOnlyList<FaultStory> Faults(IReadOnlyList<FaultStepReply> steps, bool over) =>
    [
        .. steps.GroupBy(s => s.Fault.Id).Select(g => new FaultStory(g.Key, g.First().Fault.Kind, Nodes(g), [.. g], InForce(g, over)))
            .TakeLast(FaultsMax),
    ];

    private static string[] Nodes(IEnumerable<FaultStepReply> steps) => [.. steps.SelectMany(s => s.Fault.Nodes).Distinct()];

    private static bool InForce(IEnumerable<FaultStepReply> steps, bool over) =>
        !over && steps.Any(s => s.Fault.Step == "inject") && !steps.Any(s => s.Fault.Step == "reverted");

    private static TimelineEntry? Entry(FaultStepReply step)
    {
        var fault = step.Fault;
        var what = $"{fault.Id} {fault.Kind} {string.Join(", ", fault.Nodes)}";
        return fault.Step switch
        {
            "injected" => new(step.At, "⚡", $"{what} in force", ""),
            "effect" => new(
                step.At, fault.Proven == true ? "✓" : "✗",
                $"{fault.Id} {(fault.Proven == true ? "effect seen" : "effect NOT seen")}: {fault.Detail}",
                fault.Proven == true ? "good" : "bad"),
            "reverted" => new(step.At, "↺", $"{what} reverted", ""),
            "recovery" => new(
                step.At, fault.Proven == true ? "✓" : "✗",
                $"{fault.Id} {(fault.Proven == true ? "recovery seen" : "recovery NOT seen")}: {fault.Detail}",
                fault.Proven == true ? "good" : "bad"),
            "gap" => new(step.At, "…", $"{what} interrupted: {fault.Detail}", "bad"),
            "skipped" => new(step.At, "–", $"{fault.Id} {fault.Kind} skipped: {fault.Detail}", ""),
            "failed" => new(step.At, "✗", $"{what} failed: {fault.Detail}", "bad"),
            _ => null,
        };
    }
}
