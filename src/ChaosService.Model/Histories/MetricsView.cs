namespace ChaosService.Model.Histories;

/// <summary>
/// A node's metrics at one moment: the value of an observation of the topic <see cref="Topic"/>. By name: a counter ends in
/// <c>_total</c>, a duration is two of them, <c>…_seconds_sum</c> and <c>…_seconds_count</c>, everything else is a level. A value of a
/// label that matters is in braces: <c>tsdb_query_total{failed}</c>.
/// </summary>
public sealed record MetricsView(IReadOnlyDictionary<string, double> Values)
{
    public const string Topic = "metrics";

    public OpValue ToValue() => OpValue.Object(
        [.. Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new OpField(v.Key, OpValue.Float(v.Value)))]);

    /// <summary>Null when the value is not of this form.</summary>
    public static MetricsView? From(OpValue value)
    {
        if (value.Fields is not { } fields) return null;
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            // A float that is whole may stand there as a whole number.
            if ((field.Value.Kind == OpValueKind.Integer ? field.Value.First : field.Value.AsFloat) is not { } number) return null;
            values[field.Name] = number;
        }
        return new MetricsView(values);
    }
}
