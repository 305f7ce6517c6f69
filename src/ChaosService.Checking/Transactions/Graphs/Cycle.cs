namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>
/// A cycle among transactions, each step of it one dependency. Which anomaly it is follows from the kinds of its steps alone.
/// </summary>
internal sealed class Cycle(IReadOnlyList<CycleStep> steps)
{
    public IReadOnlyList<CycleStep> Steps { get; } = steps;

    /// <summary>By the definitions of Adya, and of Elle for G-nonadjacent and for the orders of processes and of time.</summary>
    public (Phenomenon Phenomenon, Scope Scope) Kind => (PhenomenonOf(), ScopeOf());

    /// <summary>Whether no two anti-dependencies follow each other, and there is at least one.</summary>
    public static bool IsNonadjacent(IReadOnlyList<CycleStep> steps)
    {
        var kinds = Whole(steps);
        if (!kinds.Contains(Dependencies.ReadWrite)) return false;
        for (var i = 0; i < kinds.Count; i++)
            if (kinds.Count > 1 && (kinds[i] & kinds[(i + 1) % kinds.Count] & Dependencies.ReadWrite) != 0) return false;
        return true;
    }

    /// <summary>From a walk through junctions: each step is from a transaction to a transaction.</summary>
    public static Cycle OfWalk(List<CycleStep> walk)
    {
        // A walk may begin in the middle of a step; its first half is then the last.
        var start = walk.FindIndex(s => (s.Kind & Dependencies.On) == 0);
        var steps = new List<CycleStep>();
        for (var i = 0; i < walk.Count; i++)
        {
            var step = walk[(start + i) % walk.Count];
            if ((step.Kind & Dependencies.On) == 0) steps.Add(step);
            else steps[^1] = steps[^1] with { To = step.To };
        }
        return new Cycle(steps);
    }

    private static List<Dependencies> Whole(IReadOnlyList<CycleStep> steps) =>
        [.. steps.Select(s => s.Kind).Where(k => (k & Dependencies.On) == 0)];

    private Phenomenon PhenomenonOf()
    {
        var antiDependencies = Steps.Count(s => s.Kind == Dependencies.ReadWrite);
        if (antiDependencies == 0)
            return Steps.Any(s => s.Kind == Dependencies.WriteRead) ? Phenomenon.CircularInformationFlow : Phenomenon.WriteCycle;
        if (antiDependencies == 1) return Phenomenon.SingleAntiDependency;
        return IsNonadjacent(Steps) ? Phenomenon.NonadjacentAntiDependencies : Phenomenon.AntiDependencyCycle;
    }

    private Scope ScopeOf() =>
        Steps.Any(s => s.Kind == Dependencies.Realtime) ? Scope.Realtime
        : Steps.Any(s => s.Kind == Dependencies.Process) ? Scope.Process
        : Scope.Data;
}

/// <summary>The kinds of cycles, from the one that the weakest level forbids to the one that only the strongest does.</summary>
internal enum Phenomenon
{
    /// <summary>G0: only writes.</summary>
    WriteCycle,

    /// <summary>G1c: writes and reads of what was written.</summary>
    CircularInformationFlow,

    /// <summary>G-single: one anti-dependency.</summary>
    SingleAntiDependency,

    /// <summary>G-nonadjacent: several, no two in a row.</summary>
    NonadjacentAntiDependencies,

    /// <summary>G2-item: two in a row.</summary>
    AntiDependencyCycle,
}

/// <summary>What a cycle needs besides the dependencies between data.</summary>
internal enum Scope
{
    Data,
    Process,
    Realtime,
}
