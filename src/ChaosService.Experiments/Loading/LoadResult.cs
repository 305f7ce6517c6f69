using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading;

/// <summary>An experiment, or everything that is wrong with its file.</summary>
/// <param name="Experiment">Null exactly when there are problems.</param>
/// <param name="Problems">In the order of the file.</param>
/// <param name="Text">The file as it was read, before overrides; null when it could not be read.</param>
public sealed record LoadResult(Experiment? Experiment, IReadOnlyList<Problem> Problems, string? Text);
