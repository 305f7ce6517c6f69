namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>What a write stores, and what it answers.</summary>
/// <param name="Stored">Nothing of a write that must be whole and is not.</param>
/// <param name="Status">Of HTTP: also a write of which the good lines are stored is a bad request when there are others.</param>
/// <param name="Error">Null when all is well.</param>
internal sealed record WriteAnswer(IReadOnlyList<Point> Stored, int Status, string? Error, IReadOnlyList<LineError> Lines)
{
    /// <param name="acceptsPartial">Whether good lines are stored when others are bad.</param>
    /// <param name="refused">Good lines that could not be stored for another reason, such as a shard key that is missing.</param>
    public static WriteAnswer To(ParsedLines parsed, bool acceptsPartial, IReadOnlyCollection<LineError> refused)
    {
        LineError[] bad = [.. parsed.Errors.Concat(refused).OrderBy(e => e.LineNumber)];
        if (bad.Length == 0) return new(parsed.Points, 204, null, []);
        if (!acceptsPartial) return new([], 400, "parsing failed for write_lp endpoint", bad);
        var numbers = refused.Select(e => e.LineNumber).ToHashSet();
        return new([.. parsed.Points.Where(p => !numbers.Contains(p.Line))], 400, "partial write of line protocol occurred", bad);
    }
}
