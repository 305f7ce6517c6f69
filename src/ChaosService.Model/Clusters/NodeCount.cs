namespace ChaosService.Model.Clusters;

/// <summary>A group of a target that has as many nodes as a setting says, counted from the first in the compose file.</summary>
/// <param name="Setting">The environment variable, such as <c>NODES</c>.</param>
/// <param name="Otherwise">How many nodes there are unless an experiment says otherwise.</param>
public sealed record NodeCount(string Group, string Setting, int Otherwise);
