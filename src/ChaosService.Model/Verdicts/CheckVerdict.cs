namespace ChaosService.Model.Verdicts;

/// <summary>The verdict of one check on one run.</summary>
public sealed record CheckVerdict
{
    public required string Check { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>One line: what was checked and the result, or why it could not be decided.</summary>
    public required string Summary { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Named numbers with their unit as the name's last word: <c>lost_count</c>, <c>p99_ms</c>, <c>success_ratio</c>.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>Figures per part of the run (a fault's window, before, after): rows for a table.</summary>
    public IReadOnlyList<FigureRow> Rows { get; init; } = [];

    public static CheckVerdict Unknown(string check, string why) => new() { Check = check, Outcome = Outcome.Unknown, Summary = why };
}

/// <summary>One row of a check's table: a label such as <c>during f1 network-partition</c> and its named numbers.</summary>
public sealed record FigureRow(string Label, IReadOnlyDictionary<string, double> Figures);
