using System.Globalization;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>The numbers among the lines of a node's STATS: a name, a colon, a value. Other lines are passed over.</summary>
internal static class StatsLines
{
    public static IReadOnlyDictionary<string, long> Read(IEnumerable<string> lines)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in lines)
            if (line.Split(':', 2) is [var name, var value]
                && long.TryParse(value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                numbers[name.Trim()] = number;
        return numbers;
    }
}
