using ChaosService.Model.Clusters;
using ChaosService.Model.Recovery;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Targets;

/// <summary>Targets that come up at once, or fail to.</summary>
internal sealed class FakeClusters : IClusterProvider
{
    private readonly HashSet<string> _up = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    public string? UpFails { get; set; }

    public string? DownFails { get; set; }

    /// <summary>Called while a target comes up.</summary>
    public Action? ComingUp { get; set; }

    public string Name => "target";

    public RevertRecipe? RecipeFor(ClusterRequest request) =>
        request.Attach ? null : new RevertRecipe(Name, request.Project, $"remove {request.Project}");

    public Task<ICluster> UpAsync(ClusterRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (request.Attach)
            return _up.Contains(request.Project)
                ? Task.FromResult<ICluster>(new FakeCluster())
                : throw new ClusterUnavailableException("nothing runs");
        Calls.Add($"up {request.RunId[..5]} keep {request.Keep}");
        ComingUp?.Invoke();
        if (UpFails is not null) throw new ClusterUnavailableException(UpFails);
        _up.Add(request.Project);
        return Task.FromResult<ICluster>(new FakeCluster());
    }

    public Task DownAsync(ICluster cluster, IProgress<string> progress, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken)
    {
        if (DownFails is not null) throw new IOException(DownFails);
        Calls.Add("remove");
        _up.Remove(recipe.Data);
        return Task.CompletedTask;
    }

    /// <summary>As after a reboot.</summary>
    public void StopAll() => _up.Clear();
}
