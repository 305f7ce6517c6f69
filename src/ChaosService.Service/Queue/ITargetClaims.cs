using ChaosService.Model.Ids;

namespace ChaosService.Service.Queue;

/// <summary>Decides which run has a target, across all instances that share a store.</summary>
internal interface ITargetClaims
{
    /// <summary>Waits until no other instance has the target. It is this run's until the result is disposed.</summary>
    Task<IDisposable> TakeAsync(ProjectName project, string runId, CancellationToken stop);

    /// <summary>Null when another instance has the target now.</summary>
    IDisposable? TryTake(ProjectName project, string runId);

    /// <summary>A run of another instance that has the target or waits for it; null when there is none.</summary>
    string? RivalOf(ProjectName project);

    /// <summary>Has other instances end their runs on the target that came before this one.</summary>
    void Replace(ProjectName project, string runId);

    /// <summary>Has another instance end a run. False when no other instance has it.</summary>
    bool Abort(string runId, string reason);
}
