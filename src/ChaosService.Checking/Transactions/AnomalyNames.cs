using ChaosService.Checking.Transactions.Graphs;

namespace ChaosService.Checking.Transactions;

/// <summary>The published name of each anomaly, and the weakest level that forbids it.</summary>
internal static class AnomalyNames
{
    public const string Internal = "internal";
    public const string FutureRead = "future-read";
    public const string AbortedRead = "G1a";
    public const string IntermediateRead = "G1b";
    public const string DirtyUpdate = "dirty-update";
    public const string LostUpdate = "lost-update";
    public const string GarbageRead = "garbage-read";
    public const string DuplicateElements = "duplicate-elements";
    public const string CyclicVersions = "cyclic-versions";
    public const string IncompatibleOrder = "incompatible-order";

    private static readonly string[] Cycles = ["G0", "G1c", "G-single", "G-nonadjacent", "G2-item"];
    private static readonly string[] Scopes = ["", "-process", "-realtime"];

    public static string Of(Cycle cycle) => Cycles[(int)cycle.Kind.Phenomenon] + Scopes[(int)cycle.Kind.Scope];

    public static IsolationLevel BrokenBy(Phenomenon phenomenon) => phenomenon switch
    {
        Phenomenon.WriteCycle => IsolationLevel.ReadUncommitted,
        Phenomenon.CircularInformationFlow => IsolationLevel.ReadCommitted,
        Phenomenon.AntiDependencyCycle => IsolationLevel.Serializable,
        _ => IsolationLevel.SnapshotIsolation,
    };

    public static IsolationLevel BrokenBy(string anomaly) => anomaly switch
    {
        GarbageRead or CyclicVersions or DuplicateElements => IsolationLevel.ReadUncommitted,
        FutureRead or AbortedRead or IntermediateRead or DirtyUpdate or IncompatibleOrder => IsolationLevel.ReadCommitted,
        _ => IsolationLevel.SnapshotIsolation,
    };
}
