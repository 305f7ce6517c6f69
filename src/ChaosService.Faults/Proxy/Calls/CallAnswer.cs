namespace ChaosService.Faults.Proxy.Calls;

/// <summary>The result of an HTTP request.</summary>
/// <param name="Status">Null: there was no answer.</param>
/// <param name="Grpc">The status of gRPC, as it was sent; null: none was.</param>
/// <param name="Took">To the end of the answer.</param>
internal sealed record CallAnswer(int? Status, byte[] Body, string? Grpc, AnswerEnd End, TimeSpan Took)
{
    public override string ToString() =>
        Status is { } status ? $"{status} with {Body.Length} bytes, {Say(End)}, in {Took.TotalMilliseconds:0.0} ms" : Say(End);

    public static string Say(AnswerEnd end) => end switch { AnswerEnd.Whole => "to the end", var e => e.ToString().ToLowerInvariant() };
}

internal enum AnswerEnd
{
    Whole,

    /// <summary>In the middle of an answer that has begun.</summary>
    Cut,

    Reset,

    /// <summary>The connection ended in another way, or what came was no HTTP.</summary>
    Closed,

    /// <summary>Nothing, or nothing more, came in time.</summary>
    Silent,
}
