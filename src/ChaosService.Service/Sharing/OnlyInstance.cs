using ChaosService.Model.Ids;
using ChaosService.Service.Queue;

namespace ChaosService.Service.Sharing;

/// <summary>The store is not shared: the queue knows everything about targets.</summary>
internal sealed class OnlyInstance : ITargetClaims
{
    public Task<IDisposable> TakeAsync(ProjectName project, string runId, CancellationToken stop) =>
        Task.FromResult<IDisposable>(new Nothing());

    public IDisposable? TryTake(ProjectName project, string runId) => new Nothing();

    public string? RivalOf(ProjectName project) => null;

    public void Replace(ProjectName project, string runId)
    {
    }

    public bool Abort(string runId, string reason) => false;

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
