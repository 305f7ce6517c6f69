namespace ChaosService.Model.Clusters;

/// <summary>A member of the target. <paramref name="Group"/> tells kinds of member apart: <c>redis</c> and <c>sentinel</c>.</summary>
public sealed record ClusterNode(string Name, string Group);
