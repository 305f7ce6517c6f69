namespace ChaosService.Reference.Host.Consensus;

/// <summary>The outcome of a proposal or a read.</summary>
/// <param name="Result">Of the state machine.</param>
/// <param name="Why">The reason when it is not done.</param>
/// <param name="Leader">The node to ask instead, as far as this node knows.</param>
/// <param name="IsFinal">The group has agreed on the refusal: repeating the request, on any node, gives the same.</param>
internal readonly record struct Outcome(
    OutcomeKind Kind, object? Result = null, string? Why = null, uint? Leader = null, bool IsFinal = false)
{
    public static Outcome Done(object? result = null) => new(OutcomeKind.Done, result);

    public static Outcome Refused(string why, uint? leader = null) => new(OutcomeKind.Refused, null, why, leader);

    public static Outcome Unknown(string why) => new(OutcomeKind.Unknown, null, why);
}
