using System.Globalization;

namespace ChaosService.Benchmarks.Service;

/// <summary>What was measured against what was promised: one table, and whether all of it holds.</summary>
internal sealed class FigureTable(string title)
{
    private readonly List<(string Figure, string Goal, string Measured, bool? Met)> _rows = [];

    public void Add(string figure, double max, string unit, double measured, string more = "") =>
        _rows.Add((figure, $"≤ {Number(max)} {unit}", $"{Number(measured)} {unit}{more}", measured <= max));

    public void Add(string figure, string goal, bool met, string measured) => _rows.Add((figure, goal, measured, met));

    /// <summary>A figure without a goal.</summary>
    public void Note(string figure, string measured) => _rows.Add((figure, "", measured, null));

    /// <summary>0 when every goal is met, 1 when not.</summary>
    public int Print()
    {
        Console.WriteLine(
            $"{title}: {Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}, load average "
                + $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end");
        Console.WriteLine();
        Console.WriteLine("| figure | goal | measured | met |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (figure, goal, measured, met) in _rows) Console.WriteLine(
            $"| {figure} | {goal} | {measured} | {(met is null ? "" : met == true ? "yes" : "NO")} |");
        return _rows.Exists(r => r.Met == false) ? 1 : 0;
    }

    public static string Number(double value) => value.ToString(value < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
