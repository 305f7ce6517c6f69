using ChaosService.Workloads.Timeseries.Observing;

namespace ChaosService.Workloads.Timeseries;

/// <summary>
/// Registers and sets as points: a key is a series with one point, which a write replaces; an element is its own series. The cluster is
/// sharded by the tag <c>key</c>. Also gives the names of the tables of points.
/// </summary>
/// <param name="prefix">The prefix of every table, so that runs against one cluster do not conflict.</param>
internal sealed class TimeseriesTables(string prefix)
{
    private readonly string _registers = $"{prefix}register";
    private readonly string _set = $"{prefix}set";

    /// <summary>The same time for all points: a point of the same series and time replaces the previous one.</summary>
    private const int Time = 1;

    public string Register(string key, long value) => $"{Escaped(_registers)},key={Escaped(key)} value={value}i {Time}";

    public string Registered(string key) => $"SELECT value FROM {InQuotes(_registers)} WHERE key = '{key.Replace("'", "''")}'";

    public string Element(long element) => $"{Escaped(_set)},key={element} value={element}i {Time}";

    public string Elements() => $"SELECT value FROM {InQuotes(_set)}";

    public string Health(string node) => $"{Escaped(prefix + TableNames.HealthTable)},key={Escaped(node)} value=1i {Time}";

    /// <summary>A table of points, as a measurement of line protocol.</summary>
    public string Measurement(string table) => Escaped(Full(table));

    /// <summary>A table of points, in SQL.</summary>
    public string Quoted(string table) => InQuotes(Full(table));

    /// <summary>A table of points, as named in the management API.</summary>
    public string Full(string table) => $"{prefix}{table}";

    private static string Escaped(string name) =>
        name.Replace("\\", "\\\\").Replace(",", "\\,").Replace(" ", "\\ ").Replace("=", "\\=");

    private static string InQuotes(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
