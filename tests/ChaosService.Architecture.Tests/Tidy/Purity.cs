using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <summary>What a project's sources may not name, because it would break the boundary that the project exists for.</summary>
internal static partial class Purity
{
    private static readonly (string Folder, Regex Names, string Why)[] Boundaries =
    [
        ("src/ChaosService.Checking/", OutsideWorld(), "a checker sees the history and nothing else"),
        ("src/ChaosService.Checking/", ClockOrChance(), "a checker has no clock and no randomness"),
        ("src/ChaosService.Reference.Core/", OutsideWorld(), "the reference database's core does no input or output"),
        ("src/ChaosService.Reference.Core/", ClockOrChance(), "the reference database's core has no clock and no randomness"),
        ("src/ChaosService.Reference.Core/", Threads(), "the reference database's core has no threads"),
        ("src/ChaosService.Model/", Transport(), "the model does no input or output"),
        ("src/ChaosService.Experiments/", Transport(), "an experiment is read and planned without a network"),
        ("src/ChaosService.Engine/", OtherParts(), "the engine sees ports only"),
        ("src/ChaosService.Workloads/", OtherParts(), "workloads see the model only"),
        ("src/ChaosService.Contracts/", Model(), "wire types stand alone"),
        ("src/ChaosService.Cli/Remote/", ServiceItself(), "what speaks to a service knows the contracts alone"),
    ];

    public static IEnumerable<string> Violations(SourceFile file) =>
        Boundaries.Where(b => file.Path.StartsWith(b.Folder, StringComparison.Ordinal))
            .SelectMany(b => b.Names.Matches(file.Code), (b, m) => file.At(m.Index, $"{m.Value}: {b.Why}"))
            .Concat(SchedulerOutsideItsFolder(file));

    private static IEnumerable<string> SchedulerOutsideItsFolder(SourceFile file) =>
        file.Path.StartsWith("src/ChaosService.Service/Scheduling/", StringComparison.Ordinal)
            ? []
            : Scheduler().Matches(file.Code).Select(m => file.At(m.Index, $"{m.Value}: the scheduler's types stay in Service/Scheduling"));

    [GeneratedRegex(
        @"\bSystem\.(Net|IO|Diagnostics)\b(?!\.CodeAnalysis)"
            + @"|\b(File|Directory|FileStream|StreamReader|StreamWriter|Process|Console|Environment|HttpClient|Socket)"
            + @"\.(?!ProcessorCount)\w+|\bILogger\b")]
    private static partial Regex OutsideWorld();

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset|Stopwatch|TimeProvider|SeededRandom|Random)\b|\bEnvironment\.TickCount\w*")]
    private static partial Regex ClockOrChance();

    [GeneratedRegex(@"\bSystem\.Threading\b|\b(Task|ValueTask|Thread|Timer|Interlocked|Monitor)\b|\b(lock \(|async |await )")]
    private static partial Regex Threads();

    [GeneratedRegex(@"\bSystem\.Net\.(Http|Sockets)\b|\b(Process|HttpClient|Socket)\.\w+|\bnew (HttpClient|Socket|Process)\b")]
    private static partial Regex Transport();

    [GeneratedRegex(
        @"\bChaosService\.(Faults|Workloads|Probes|Checking|Docker|Service|Telemetry|Web|Cli|Host|Experiments|Target)\b"
            + @"(?<!namespace ChaosService\.Workloads)(?<!using ChaosService\.Workloads)")]
    private static partial Regex OtherParts();

    [GeneratedRegex(@"\bChaosService\.Model\b")]
    private static partial Regex Model();

    [GeneratedRegex(@"\bChaosService\.Service\.(?!Options\b|Replies\b)\w+")]
    private static partial Regex ServiceItself();

    [GeneratedRegex(@"\b(using|global::)\s*Quartz\b")]
    private static partial Regex Scheduler();
}
