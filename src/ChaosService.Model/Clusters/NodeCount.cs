namespace ChaosService.Model.Clusters;

/// <summary>A group of a target that has as many nodes as a setting says: the first so many that the compose file has.</summary>
/// <param name="Setting">The environment variable, such as <c>NODES</c>.</param>
/// <param name="Otherwise">How many when no experiment says.</param>
public sealed record NodeCount(string Group, string Setting, int Otherwise);
