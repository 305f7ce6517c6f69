using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <param name="Id">Null when the attribute gives none.</param>
internal sealed record LogEvent(SourceFile File, int Position, int? Id);

/// <summary>
/// The ids of log events: operators filter by them, so each is one event's own, in its project's range (those of the program itself share
/// one).
/// </summary>
internal static partial class LogEvents
{
    private static readonly Dictionary<string, int> Ranges = new(StringComparer.Ordinal)
    {
        ["ChaosService.Docker"] = 1000,
        ["ChaosService.Faults"] = 2000,
        ["ChaosService.Workloads"] = 3000,
        ["ChaosService.Engine"] = 4000,
        ["ChaosService.Service"] = 5000,
        ["ChaosService.Telemetry"] = 5000,
        ["ChaosService.Web"] = 5000,
        ["ChaosService.Host"] = 5000,
        ["ChaosService.Reference.Host"] = 7000,
        ["ChaosService.MerkleKv"] = 8000,
    };

    public static IEnumerable<LogEvent> In(SourceFile file) =>
        Attribute().Matches(file.Code)
            .Select(m => new LogEvent(file, m.Index, m.Groups["id"].Success ? int.Parse(m.Groups["id"].Value) : null));

    public static IEnumerable<string> Violations(IReadOnlyCollection<LogEvent> events) =>
    [
        .. events.Where(e => e.Id is null).Select(e => e.File.At(e.Position, "a log event without an id")),
        .. events.Where(e => e.Id is { } id && !InRange(e.File.Project, id))
            .Select(e => e.File.At(e.Position, $"id {e.Id} is not of {e.File.Project}'s range")),
        .. events.Where(e => e.Id is not null).GroupBy(e => e.Id)
            .SelectMany(same => same.Skip(1).Select(e => e.File.At(e.Position, $"id {e.Id} is taken by {same.First().File.Path}"))),
    ];

    private static bool InRange(string project, int id) => Ranges.TryGetValue(project, out var first) && id >= first && id < first + 1000;

    /// <summary>In blanked code the id is the attribute's only number.</summary>
    [GeneratedRegex(@"\[LoggerMessage\b[^\d\]]*(?<id>\d+)?[^\]]*\]")]
    private static partial Regex Attribute();
}
