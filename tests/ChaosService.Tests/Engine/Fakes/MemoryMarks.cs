using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Runs;

namespace ChaosService.Tests.Engine.Fakes;

/// <summary>The marks of one engine.</summary>
internal sealed class MemoryMarks : ITargetMarks
{
    public List<TargetMark> There { get; } = [];

    /// <summary>Why the engine does not answer; null: it does.</summary>
    public string? Trouble { get; set; }

    public Task PutAsync(TargetMark mark, CancellationToken cancellationToken) => Do(() => There.Add(mark));

    public async Task<IReadOnlyList<TargetMark>> ListAsync(ProjectName? project, CancellationToken cancellationToken)
    {
        await Do(() => { });
        return [.. There.Where(m => project is null || m.Project == project)];
    }

    public Task RemoveAsync(TargetMark mark, CancellationToken cancellationToken) => Do(() => There.Remove(mark));

    private Task Do(Action action)
    {
        if (Trouble is { } trouble) return Task.FromException(new ClusterUnavailableException(trouble));
        action();
        return Task.CompletedTask;
    }
}
