namespace ChaosService.Model.Histories;

/// <summary>
/// What a node logged of the events that its database's kind knows, asked at the end of a run: the value of an observation of the topic
/// <see cref="Topic"/>.
/// </summary>
/// <param name="ReadNs">ns since 1970 when it was read.</param>
/// <param name="Events">In the order of the log.</param>
/// <param name="Missed">How many more there were, after these.</param>
public sealed record NodeLogView(long ReadNs, IReadOnlyList<LogEvent> Events, long Missed = 0)
{
    public const string Topic = "logs";

    /// <summary>Of one node: a history is not to consist of logs.</summary>
    public const int EventsMax = 20_000;

    public OpValue ToValue() => OpValue.Object(
    [
        new("read", OpValue.Integer(ReadNs)), new("events", OpValue.Array([.. Events.Select(e => e.ToValue())])),
        new("missed", OpValue.Integer(Missed)),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static NodeLogView? From(OpValue value) =>
        value.Integer("read") is { } read && value.Integer("missed") is { } missed && value.Elements("events") is { } elements
            && Array.ConvertAll(elements, LogEvent.From) is var events && Array.TrueForAll(events, e => e is not null)
                ? new NodeLogView(read, events!, missed)
                : null;
}

/// <summary>A line of a node's log.</summary>
/// <param name="AtNs">ns since 1970, by the node's clock.</param>
/// <param name="Name">What it is about, as the database's kind calls it.</param>
/// <param name="Fields">What it says, by the names that the node gives; those without a value are not there.</param>
public sealed record LogEvent(long AtNs, string Name, IReadOnlyDictionary<string, string> Fields)
{
    public string? this[string field] => Fields.GetValueOrDefault(field);

    public OpValue ToValue() => OpValue.Object(
    [
        new("at", OpValue.Integer(AtNs)), new("event", OpValue.Text(Name)),
        new("fields", OpValue.Object(
            [.. Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new OpField(f.Key, OpValue.Text(f.Value)))])),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static LogEvent? From(OpValue value) =>
        value.Integer("at") is { } at && value.Text("event") is { } name && value.Field("fields").Fields is { } fields
            && fields.All(f => f.Value.AsText is not null)
                ? new LogEvent(at, name, fields.ToDictionary(f => f.Name, f => f.Value.AsText!, StringComparer.Ordinal))
                : null;
}
