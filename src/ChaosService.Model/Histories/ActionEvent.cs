namespace ChaosService.Model.Histories;

/// <summary>A line of the operator: an attempt at an action, or what came of it.</summary>
/// <param name="TimeNs">ns since the run's start.</param>
/// <param name="ActionId">As in the plan: <c>a1</c>.</param>
/// <param name="Name">As the experiment calls it; an action that is repeated has several ids of one name.</param>
/// <param name="Type">
/// <see cref="OpType.Invoke"/>, then <see cref="OpType.Ok"/> (answered as hoped for), <see cref="OpType.Fail"/> (answered otherwise) or
/// <see cref="OpType.Info"/> (nobody knows whether it was carried out).
/// </param>
/// <param name="Call">From 1; above it the same call is made again on purpose.</param>
/// <param name="Attempt">From 1; above it the call is made again because the attempt before has no known outcome.</param>
/// <param name="Detail">What was answered, in a sentence; empty for an invocation.</param>
public sealed record ActionEvent(
    long TimeNs, string ActionId, string Name, string Kind, OpType Type, int Call, int Attempt, string Detail);
