using System.Data.Common;
using ChaosService.Contracts;
using ChaosService.Engine.Store.Service;
using ChaosService.Service.Logging;
using ChaosService.Service.Queue;
using ChaosService.Service.Suites;
using ChaosService.Service.Targets;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Stopping;

/// <summary>HALT: every fault is reverted now, and nothing new begins until someone resumes.</summary>
internal sealed class Halting(RunQueue queue, SuiteRuns suites, Halts halts, ActiveFaults faults, TimeProvider time, ILogger<Halting> log)
{
    private readonly Lock _gate = new();
    private volatile string? _unwritten;

    /// <summary>The halt that is in effect here.</summary>
    private string? _inForce;

    /// <summary>Counts what was done to it here: what was read of the store before is old then.</summary>
    private int _changes;

    public async Task<HaltReply> HaltAsync(string reason, CancellationToken stop)
    {
        var why = $"halted at {time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC: {reason}";
        log.Halted(reason);
        lock (_gate) (_inForce, _unwritten, _changes) = (why, why, _changes + 1);
        return await CarryOutAsync(why, stop);
    }

    private async Task<HaltReply> CarryOutAsync(string why, CancellationToken stop)
    {
        // Reverting comes before remembering: the disk under the store may be what is broken.
        var withdrawn = queue.CloseAsync(why);
        // Before the runs end, so that no suite goes on to its next.
        suites.StopAll(why);
        var aborted = queue.AbortAll(why);
        try
        {
            await faults.EndAllAsync(stop);
        }
        finally
        {
            Remember();
            await withdrawn;
        }
        return new HaltReply(aborted, faults.List());
    }

    /// <summary>Stores a halt that could not be stored at first: it was in effect, but would not have survived a restart.</summary>
    public void Remember()
    {
        if (_unwritten is not { } why) return;
        try
        {
            halts.Halt(why);
            Interlocked.CompareExchange(ref _unwritten, null, why);
        }
        catch (DbException e)
        {
            // A full disk must not end a halt: it holds, and is written down as soon as there is room.
            log.HaltNotWritten(e.Message);
        }
    }

    public void Resume()
    {
        halts.Resume();
        Open();
    }

    /// <summary>Does here what was done in another instance.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        if (_unwritten is not null)
        {
            Remember();
            return;
        }
        var seen = Volatile.Read(ref _changes);
        var why = await Task.Run(() => halts.Current, stop);
        lock (_gate)
        {
            if (seen != _changes || why == _inForce) return;
            if (why is not null) (_inForce, _changes) = (why, _changes + 1);
        }
        if (why is null)
        {
            Open();
            return;
        }
        log.Halted(why);
        await CarryOutAsync(why, stop);
    }

    /// <summary>A halt survives a restart.</summary>
    public async Task RestoreAsync()
    {
        if (halts.Current is not { } why) return;
        lock (_gate) _inForce = why;
        await queue.CloseAsync(why);
    }

    private void Open()
    {
        lock (_gate) (_inForce, _unwritten, _changes) = (null, null, _changes + 1);
        queue.Open();
        log.Resumed();
    }
}
