using ChaosService.Contracts;
using ChaosService.Engine.Store;
using ChaosService.Host.Service.Queue;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Service;

/// <summary>The one button: everything that is broken is reverted now, and nothing new begins until somebody resumes.</summary>
internal sealed class Halting(RunQueue queue, ServiceFacts facts, ActiveFaults faults, TimeProvider time, ILogger<Halting> log)
{
    private volatile string? _unwritten;

    public async Task<HaltReply> HaltAsync(string reason, CancellationToken stop)
    {
        var why = $"halted at {time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC: {reason}";
        log.Halted(reason);
        // Reverting comes before remembering: the disk under the store may be what is broken.
        queue.Close(why);
        var aborted = queue.AbortAll(why);
        try
        {
            await faults.EndAllAsync(stop);
        }
        finally
        {
            _unwritten = why;
            Remember();
        }
        return new HaltReply(aborted, faults.List());
    }

    /// <summary>Writes a halt down that could not be written when it was made: it holds all the same, but not yet over a restart.</summary>
    public void Remember()
    {
        if (_unwritten is not { } why) return;
        try
        {
            facts.Halt(why);
            _unwritten = null;
        }
        catch (SqliteException e)
        {
            // The disk may be what is broken. It is tried again until it works, or somebody resumes.
            log.HaltNotWritten(e.Message);
        }
    }

    public void Resume()
    {
        facts.Resume();
        _unwritten = null;
        queue.Open();
        log.Resumed();
    }

    /// <summary>A halt survives a restart.</summary>
    public void Restore()
    {
        if (facts.Halted is { } why) queue.Close(why);
    }
}
