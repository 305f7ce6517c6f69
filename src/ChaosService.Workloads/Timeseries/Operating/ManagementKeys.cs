using System.Globalization;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>The keys that several actions share.</summary>
internal static class ManagementKeys
{
    /// <summary>The node to ask. Null when it is missing; the reader holds the problem.</summary>
    public static string? Node(MapReader reader)
    {
        reader.Require("node", "name the node to ask, any of them: write 'node: ts1'");
        return reader.Text("node");
    }

    /// <summary>A node's number. Its existence is not checked: a request for a node that does not exist is a valid test.</summary>
    public static long? Id(MapReader reader, string key)
    {
        reader.Require(key, $"give the node's number in the cluster: write '{key}: 4'");
        return reader.Integer(key, 0, uint.MaxValue);
    }

    /// <summary>One number, or a list of numbers. Null when the value is unusable.</summary>
    public static IReadOnlyList<int>? Status(MapReader reader, int otherwise)
    {
        if (!reader.Has("status")) return [otherwise];
        List<int> result = [];
        foreach (var text in reader.Texts("status") ?? [])
        {
            if (int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 100 and <= 599)
                result.Add(code);
            else
                reader.Problems.Add(text.Place, "this is no status of HTTP", text.Text, "write numbers from 100 to 599");
        }
        return result.Count > 0 && result.Count == (reader.Texts("status")?.Count ?? 0) ? result : null;
    }
}
