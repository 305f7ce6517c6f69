using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Disk;

/// <summary>
/// The holds of one cluster's filesystems. A filesystem gets the state that its holds require together: read-only, frozen, both or neither;
/// or failed, which cannot be combined.
/// Creating or deleting files in it takes a turn, too, with the holds lifted for that moment: otherwise it would fail, or block forever.
/// </summary>
internal sealed partial class ClusterFilesystems
{
    private static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(50);

    private readonly DockerClient _docker;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Turns _turns = new();

    /// <summary>The kernel cannot be asked, so we remember the places that this process has frozen.</summary>
    private readonly ConcurrentDictionary<string, bool> _frozen = new(StringComparer.Ordinal);

    private ImmutableList<Entry> _holds = [];

    public ClusterFilesystems(ICluster cluster, DockerClient docker, TimeProvider time, ILogger log)
    {
        (_docker, _time, _log) = (docker, time, log);
        cluster.NodeStarted += node => _ = SettleAgainAsync(node);
    }

    public bool HasHolds => !_holds.IsEmpty;

    /// <summary>A fault that holds the filesystem so, or null.</summary>
    /// <param name="except">A fault to ignore; null: none.</param>
    public string? Holder(FilesystemSpot spot, DiskHold hold, string? except = null) =>
        HoldsOf(spot).FirstOrDefault(h => h.Hold == hold && h.FaultId != except)?.FaultId.Text;

    /// <param name="interrupted">Called with a sentence when the hold was inactive for a while.</param>
    public Task HoldAsync(
        FaultId faultId, FilesystemSpot spot, DiskHold hold, Action<string> interrupted, CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            $"{spot}",
            async () =>
            {
                Forget(faultId, spot);
                if (HoldsOf(spot).Find(h => hold == DiskHold.Failed || h.Hold == DiskHold.Failed) is { } other)
                    throw new IOException($"{spot} is held by {other.FaultId}, and a filesystem that fails can be held by nobody else.");
                ImmutableInterlocked.Update(ref _holds, holds => holds.Add(new(faultId, spot, hold, interrupted)));
                await SettleAsync(spot, HoldsOf(spot), cancellationToken);
            },
            cancellationToken);

    /// <summary>Keeps holding it, in another way.</summary>
    /// <returns>False when the fault no longer holds it.</returns>
    public async Task<bool> SwitchAsync(FaultId faultId, FilesystemSpot spot, DiskHold hold, CancellationToken cancellationToken)
    {
        var isHeld = false;
        await _turns.TakeAsync(
            $"{spot}",
            async () =>
            {
                if (HoldsOf(spot).Find(h => h.FaultId == faultId) is not { } held) return;
                isHeld = ImmutableInterlocked.Update(ref _holds, holds => holds.Replace(held, held with { Hold = hold }));
                await SettleAsync(spot, HoldsOf(spot), cancellationToken);
            },
            cancellationToken);
        return isHeld;
    }

    /// <param name="before">Done in the same turn, before it is settled.</param>
    public Task LetGoAsync(FaultId faultId, FilesystemSpot spot, CancellationToken cancellationToken, Func<Task>? before = null) =>
        _turns.TakeAsync(
            $"{spot}",
            async () =>
            {
                if (before is not null) await before();
                Forget(faultId, spot);
                await SettleAsync(spot, HoldsOf(spot), cancellationToken);
            },
            cancellationToken);

    /// <summary>Creates or deletes files below the filesystem's top directory, which the function gets.</summary>
    public Task WriteAsync(FilesystemSpot spot, Action<string> write, CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            $"{spot}",
            async () =>
            {
                if (await spot.DirectoryAsync(_docker, cancellationToken) is not { } directory)
                    throw new IOException($"{spot.Node} stopped, and its filesystem {spot.Point} with it.");
                var (held, from) = (HoldsOf(spot), _time.GetTimestamp());
                await SettleAsync(spot, [], cancellationToken);
                try
                {
                    await WriteAsync(spot, directory, write, cancellationToken);
                }
                finally
                {
                    await SettleAsync(spot, held, CancellationToken.None);
                    foreach (var hold in held)
                        hold.Interrupted(
                            $"{spot} took writes for {_time.GetElapsedTime(from).TotalMilliseconds:0} ms, while another fault changed its "
                                + "own files there");
                }
            },
            cancellationToken);

    /// <summary>If the node dies of the write, the filesystem is only reachable through the host.</summary>
    private async Task WriteAsync(FilesystemSpot spot, string directory, Action<string> write, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => write(directory), cancellationToken);
        }
        catch (IOException) when (!Directory.Exists(directory))
        {
            if (spot.DirectoryFor(_docker, pid: 0) is not { } left) throw;
            await Task.Run(() => write(left), cancellationToken);
        }
    }

    /// <summary>Makes a filesystem writable that a dead process left read-only or frozen.</summary>
    public static async Task LiftAsync(DockerClient docker, FilesystemSpot spot, string directory, CancellationToken cancellationToken)
    {
        Filesystem.Thaw(directory);
        if (IsReadOnly(docker, spot)) await RemountAsync(docker, spot, readOnly: false, cancellationToken);
    }

    private ImmutableList<Entry> HoldsOf(FilesystemSpot spot) => _holds.FindAll(h => h.Spot.ToString() == spot.ToString());

    private void Forget(FaultId faultId, FilesystemSpot spot) =>
        ImmutableInterlocked.Update(
            ref _holds, holds => holds.RemoveAll(h => h.FaultId == faultId && h.Spot.ToString() == spot.ToString()));

    /// <summary>A frozen filesystem cannot be remounted, so it is thawed for that. True when there was something to do.</summary>
    private async Task<bool> SettleAsync(FilesystemSpot spot, ImmutableList<Entry> holds, CancellationToken cancellationToken)
    {
        if (await spot.DirectoryAsync(_docker, cancellationToken) is not { } directory) return false;
        if (holds.Exists(h => h.Hold == DiskHold.Failed))
        {
            Filesystem.ShutDown(directory);
            return false;
        }
        var readOnly = holds.Exists(h => h.Hold == DiskHold.ReadOnly);
        var frozen = holds.Exists(h => h.Hold == DiskHold.Frozen);
        var remount = spot.HostPath is not null && IsReadOnly(_docker, spot) != readOnly;
        var changed = remount;
        if (_frozen.ContainsKey($"{spot}") && (remount || !frozen))
        {
            Filesystem.Thaw(directory);
            _frozen.TryRemove($"{spot}", out _);
            changed = true;
        }
        if (remount) await RemountPatientlyAsync(spot, readOnly, cancellationToken);
        if (!frozen || _frozen.ContainsKey($"{spot}")) return changed;
        // It waits for the writes that are under way and cannot be interrupted.
        await Task.Run(() => Filesystem.Freeze(directory), CancellationToken.None);
        _frozen[$"{spot}"] = true;
        return true;
    }

    /// <summary>A node that opens files to write and closes them again is in the way for a moment only.</summary>
    private async Task RemountPatientlyAsync(FilesystemSpot spot, bool readOnly, CancellationToken cancellationToken)
    {
        var from = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await RemountAsync(_docker, spot, readOnly, cancellationToken);
                return;
            }
            catch (CommandFailedException) when (_time.GetElapsedTime(from) < BusyLimit)
            {
                await Task.Delay(BusyPause, _time, cancellationToken);
            }
        }
    }

    private static Task RemountAsync(DockerClient docker, FilesystemSpot spot, bool readOnly, CancellationToken cancellationToken) =>
        CommandRunner.RunOrThrowAsync(Filesystem.Remount(EngineMounts.Of(docker), spot.HostPath!, readOnly), cancellationToken);

    private static bool IsReadOnly(DockerClient docker, FilesystemSpot spot) =>
        MountEntry.In(EngineMounts.Of(docker).Table).LastOrDefault(e => e.Point == spot.HostPath) is { IsReadOnly: true };

    /// <summary>A volume that the engine mounts only for the node is a different one after a restart.</summary>
    private async Task SettleAgainAsync(string node)
    {
        foreach (var spot in _holds.Where(h => h.Spot.Node == node).Select(h => h.Spot).Distinct())
            await Restarts.PutBackAsync(
                _time,
                async limit =>
                {
                    var changed = false;
                    await _turns.TakeAsync($"{spot}", async () => changed = await SettleAsync(spot, HoldsOf(spot), limit), limit);
                    if (changed) Tell(spot, $"{node} restarted, and {spot.Point} was {Words(spot)} again");
                },
                e =>
                {
                    LogNotSettled(_log, node, spot.Point, e);
                    Tell(spot, $"{node} restarted, and {spot.Point} could not be {Words(spot)} again: {e.Message}");
                });
    }

    private void Tell(FilesystemSpot spot, string sentence)
    {
        foreach (var hold in HoldsOf(spot)) hold.Interrupted(sentence);
    }

    private string Words(FilesystemSpot spot) => string.Join(" and ", HoldsOf(spot).Select(h => Word(h.Hold)).Distinct());

    private static string Word(DiskHold hold) => hold switch
    {
        DiskHold.ReadOnly => "made read-only",
        DiskHold.Failed => "made to fail",
        _ => "stalled",
    };

    [LoggerMessage(2003, LogLevel.Warning, "{Node} restarted and its filesystem {Point} could not be held again")]
    private static partial void LogNotSettled(ILogger logger, string node, string point, Exception exception);

    private sealed record Entry(FaultId FaultId, FilesystemSpot Spot, DiskHold Hold, Action<string> Interrupted);
}
