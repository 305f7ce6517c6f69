using System.Text.Json;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Host.Moves;

/// <summary>The names of the places in a move where a node can be made to pause.</summary>
internal static class MovePoints
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Enum.GetValues<MigrationRpc>().Select(Calling), .. Enum.GetValues<MigrationRpc>().Select(Serving),
        .. Enum.GetValues<ShardStatus>().Select(Reporting), ReportingUndone,
    ];

    /// <summary>The coordinator has not told the catalog yet that a move is undone.</summary>
    public static string ReportingUndone => "reporting-undone";

    /// <summary>The coordinator has not asked yet.</summary>
    public static string Calling(MigrationRpc rpc) => $"calling-{Kebab($"{rpc}")}";

    /// <summary>The node was asked, and has done nothing yet.</summary>
    public static string Serving(MigrationRpc rpc) => $"serving-{Kebab($"{rpc}")}";

    /// <summary>The coordinator has not told the catalog yet that this status is reached.</summary>
    public static string Reporting(ShardStatus status) => $"reporting-{Kebab($"{status}")}";

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
