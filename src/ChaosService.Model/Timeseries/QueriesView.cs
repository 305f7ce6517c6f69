using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>
/// The queries that clients asked a node since the line before: the value of an observation of the topic <see cref="Topic"/>.
/// </summary>
/// <param name="Node">Its id, as the catalog writes it.</param>
/// <param name="Queries">In their order, the latest of this run's tables; at most <see cref="QueriesMax"/>.</param>
/// <param name="Missed">How many more there were, of any table.</param>
public sealed record QueriesView(string Node, IReadOnlyList<ServedQuery> Queries, long Missed = 0)
{
    public const string Topic = "queries";

    /// <summary>In one line of a history, so that a run with many queries does not consist of these.</summary>
    public const int QueriesMax = 32;

    public OpValue ToValue() => OpValue.Object(
    [
        new("node", OpValue.Text(Node)), new("queries", OpValue.Array([.. Queries.Select(q => q.ToValue())])),
        new("missed", OpValue.Integer(Missed)),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static QueriesView? From(OpValue value) =>
        value.Text("node") is { } node && value.Integer("missed") is { } missed && value.Elements("queries") is { } elements
            && Array.ConvertAll(elements, ServedQuery.From) is var queries && Array.TrueForAll(queries, q => q is not null)
                ? new QueriesView(node, queries!, missed)
                : null;
}
