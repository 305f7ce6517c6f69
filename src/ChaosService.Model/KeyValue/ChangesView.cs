using ChaosService.Model.Histories;

namespace ChaosService.Model.KeyValue;

/// <summary>
/// Everything that a subscriber of ours received of a run's changes: the value of an observation of the topic <see cref="Topic"/>.
/// </summary>
/// <param name="Events">In the order of their arrival; one that arrived twice is there twice.</param>
/// <param name="Missed">Why there may be changes that the subscriber did not receive; null: it received all.</param>
public sealed record ChangesView(IReadOnlyList<ChangeEvent> Events, string? Missed)
{
    public const string Topic = "changes";

    public OpValue ToValue() => OpValue.Object(
    [
        new("events", OpValue.Array([.. Events.Select(e => e.ToValue())])),
        new("missed", Missed is null ? OpValue.None : OpValue.Text(Missed)),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ChangesView? From(OpValue value) =>
        value.Elements("events") is { } elements && Array.ConvertAll(elements, ChangeEvent.From) is var events
            && Array.TrueForAll(events, e => e is not null)
                ? new ChangesView(events!, value.Text("missed"))
                : null;
}
