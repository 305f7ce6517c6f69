using ChaosService.Model.Ids;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Addresses;

/// <summary>Marks for containers only: servers that are known by address are held by locks, and need no container engine.</summary>
public sealed class ContainerMarks(ITargetMarks engine) : ITargetMarks
{
    public Task PutAsync(TargetMark mark, CancellationToken cancellationToken) =>
        mark.Project.IsByAddress ? Task.CompletedTask : engine.PutAsync(mark, cancellationToken);

    public async Task<IReadOnlyList<TargetMark>> ListAsync(ProjectName? project, CancellationToken cancellationToken) =>
        project is { IsByAddress: true } ? [] : await engine.ListAsync(project, cancellationToken);

    public Task RemoveAsync(TargetMark mark, CancellationToken cancellationToken) =>
        mark.Project.IsByAddress ? Task.CompletedTask : engine.RemoveAsync(mark, cancellationToken);
}
