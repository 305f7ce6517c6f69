using System.Collections.Concurrent;
using System.Threading.Channels;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>
/// Work on snapshots outside the driver's thread, because it may take long: its result goes to the driver as another input.
/// </summary>
/// <param name="broken">Called on a fatal error: the node cannot go on.</param>
internal sealed class SnapshotWork(
    SnapshotShelf shelf, Func<Input, Task> tell, Action<GroupId, Message> send, Action<Exception> broken, ILogger log)
{
    /// <summary>Stands for the peer, for content that comes to this node.</summary>
    private const uint Self = 0;

    /// <summary>Snapshots in transfer. Messages are repeated until they are answered: one transfer is enough.</summary>
    private readonly ConcurrentDictionary<(GroupId Group, uint Peer), bool> _moving = [];

    /// <summary>Starts a snapshot of a group's state if one is due.</summary>
    public void Save(Group group)
    {
        if (group.BeginSave() is not var (index, write)) return;
        _ = RunAsync(
            async () => await tell(new Saved(group, index, await shelf.StoreAsync(group.Id, index, write), null)),
            error => tell(new Saved(group, index, null, error.Message)));
    }

    /// <returns>Whether a message can be handled now. One whose snapshot is still to be fetched is delivered again afterwards.</returns>
    public bool IsReady(Group group, Arrived arrived)
    {
        if (arrived is not { IsFetched: false, Message: InstallSnapshot { Snapshot: var snapshot } }) return true;
        if (snapshot.Index <= group.Node.CommitIndex) return true;
        Move(
            (group.Id, Self), () => shelf.FetchAsync(group.Id, snapshot.Data), () => tell(arrived with { IsFetched = true }),
            error => SnapshotsLog.NotFetched(log, group.Id, error));
        return false;
    }

    /// <summary>Sends a message; one with a snapshot once its content can be fetched.</summary>
    public void Send(GroupId group, Message message)
    {
        if (message is not InstallSnapshot { To: var peer, Snapshot: var snapshot })
        {
            send(group, message);
            return;
        }
        Move(
            (group, peer), () => shelf.OfferAsync(snapshot.Data),
            () =>
            {
                send(group, message);
                return Task.CompletedTask;
            },
            error => SnapshotsLog.NotOffered(log, group, peer, error));
    }

    private void Move((GroupId Group, uint Peer) way, Func<Task> move, Func<Task> moved, Action<string> failed)
    {
        if (!_moving.TryAdd(way, true)) return;
        _ = RunAsync(
            async () =>
            {
                try
                {
                    await move();
                }
                finally
                {
                    _moving.TryRemove(way, out _);
                }
                await moved();
            },
            error =>
            {
                failed(error.Message);
                return Task.CompletedTask;
            });
    }

    private async Task RunAsync(Func<Task> work, Func<IOException, Task> failed)
    {
        try
        {
            try
            {
                await work();
            }
            catch (IOException error)
            {
                await failed(error);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            // The node ends, and nothing waits for it any more.
        }
#pragma warning disable CA1031 // Nobody waits for this task: what it does not say is never heard of.
        catch (Exception error)
#pragma warning restore CA1031
        {
            broken(error);
        }
    }
}
