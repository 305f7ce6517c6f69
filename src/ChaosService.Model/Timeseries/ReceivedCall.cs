using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>A call between nodes, as reported by the node that received it.</summary>
/// <param name="Number">Counts this node's calls; the next one has a higher number. Begins again when the node restarts.</param>
/// <param name="Method">Such as <c>PrepareShardSnapshot</c>.</param>
/// <param name="Ok">Whether it was answered with success.</param>
public sealed record ReceivedCall(long Number, string Method, string Table, long Shard, bool Ok)
{
    public OpValue ToValue() => OpValue.Object(
    [
        new("number", OpValue.Integer(Number)), new("method", OpValue.Text(Method)), new("table", OpValue.Text(Table)),
        new("shard", OpValue.Integer(Shard)), new("ok", OpValue.Boolean(Ok)),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ReceivedCall? From(OpValue value) =>
        value.Integer("number") is { } number && value.Text("method") is { } method && value.Text("table") is { } table
            && value.Integer("shard") is { } shard && value.Field("ok").AsBoolean is { } ok
                ? new ReceivedCall(number, method, table, shard, ok)
                : null;
}
