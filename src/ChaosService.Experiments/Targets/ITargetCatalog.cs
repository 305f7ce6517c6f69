using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Targets;

/// <summary>The targets that can be started by name.</summary>
public interface ITargetCatalog
{
    /// <summary>In alphabetical order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Null without a problem when the target does not exist; null with the problems of its file when its definition is wrong.
    /// </summary>
    TargetDefinition? Find(string name, Problems problems);
}
