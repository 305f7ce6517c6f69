using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading;

/// <summary>An experiment, or all problems of its file.</summary>
/// <param name="Experiment">Null if and only if there are problems.</param>
/// <param name="Problems">In file order.</param>
/// <param name="Text">The file's text before overrides; null when it could not be read.</param>
public sealed record LoadResult(Experiment? Experiment, IReadOnlyList<Problem> Problems, string? Text);
