namespace ChaosService.Model.Histories;

/// <summary>A line of the operator: an attempt at an action, or its outcome.</summary>
/// <param name="TimeNs">ns since the run's start.</param>
/// <param name="ActionId">As in the plan: <c>a1</c>.</param>
/// <param name="Name">The name in the experiment; a repeated action has several ids with one name.</param>
/// <param name="Type">
/// <see cref="OpType.Invoke"/>, then <see cref="OpType.Ok"/> (answered as expected), <see cref="OpType.Fail"/> (another answer) or
/// <see cref="OpType.Info"/> (nobody knows whether it was carried out).
/// </param>
/// <param name="Call">From 1; above it the call is repeated on purpose.</param>
/// <param name="Attempt">From 1; above it the call is retried because the previous attempt has an unknown outcome.</param>
/// <param name="Detail">The answer, in a sentence; empty for an invocation.</param>
public sealed record ActionEvent(
    long TimeNs, string ActionId, string Name, string Kind, OpType Type, int Call, int Attempt, string Detail);
