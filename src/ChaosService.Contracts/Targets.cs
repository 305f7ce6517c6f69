namespace ChaosService.Contracts;

/// <summary>A target that experiments can name.</summary>
/// <param name="Project">Its compose project.</param>
/// <param name="RunId">The run that has it; null when it is free.</param>
/// <param name="KeptSince">When it was brought up to be kept; null when it was not: then a run brings it up and takes it down.</param>
public sealed record TargetReply(
    string Name, string Project, string Database, IReadOnlyList<string> Nodes, string? RunId, DateTimeOffset? KeptSince = null);

/// <summary>A target as it is right now.</summary>
/// <param name="Health"><c>healthy</c>, <c>unhealthy</c> or <c>down</c>.</param>
/// <param name="Detail">What is missing, or how many members answered.</param>
/// <param name="KeptSince">When it was brought up to be kept; null when it was not.</param>
public sealed record TargetStateReply(
    string Name, string Project, string? RunId, string Health, string Detail, IReadOnlyList<NodeReply> Nodes,
    DateTimeOffset? KeptSince = null);

/// <param name="State"><c>running</c>, <c>paused</c>, <c>exited</c> or <c>gone</c>.</param>
/// <param name="Role">Such as <c>leader</c>; null when it did not answer.</param>
public sealed record NodeReply(string Name, string Group, string State, string? Role);
