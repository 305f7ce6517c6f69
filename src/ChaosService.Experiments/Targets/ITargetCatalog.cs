using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Targets;

/// <summary>The targets that can be brought up by name.</summary>
public interface ITargetCatalog
{
    /// <summary>In alphabetical order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Null when there is no such target, without a problem, or when its definition is wrong, with the problems of that file.
    /// </summary>
    TargetDefinition? Find(string name, Problems problems);
}
