using System.Text.Json;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Host.Moves;

/// <summary>The names of the points in a move where a node can be paused.</summary>
internal static class MovePoints
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Enum.GetValues<MigrationRpc>().Select(Calling), .. Enum.GetValues<MigrationRpc>().Select(Serving),
        .. Enum.GetValues<ShardStatus>().Select(Reporting), ReportingUndone,
    ];

    /// <summary>Before the coordinator reports to the catalog that a move is undone.</summary>
    public static string ReportingUndone => "reporting-undone";

    /// <summary>Before the coordinator's call.</summary>
    public static string Calling(MigrationRpc rpc) => $"calling-{Kebab($"{rpc}")}";

    /// <summary>After the node has received the call, before it acts.</summary>
    public static string Serving(MigrationRpc rpc) => $"serving-{Kebab($"{rpc}")}";

    /// <summary>Before the coordinator reports to the catalog that this status is reached.</summary>
    public static string Reporting(ShardStatus status) => $"reporting-{Kebab($"{status}")}";

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
