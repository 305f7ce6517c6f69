using ChaosService.Contracts;
using ChaosService.Engine.Store;
using ChaosService.Host.Service.Queue;
using ChaosService.Host.Service.Suites;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Service;

/// <summary>The one button: everything that is broken is reverted now, and nothing new begins until somebody resumes.</summary>
internal sealed class Halting(RunQueue queue, SuiteRuns suites, ServiceFacts facts, ActiveFaults faults, TimeProvider time, ILogger<Halting> log)
{
    private volatile string? _unwritten;

    public async Task<HaltReply> HaltAsync(string reason, CancellationToken stop)
    {
        var why = $"halted at {time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC: {reason}";
        log.Halted(reason);
        // Reverting comes before remembering: the disk under the store may be what is broken.
        var withdrawn = queue.CloseAsync(why);
        suites.StopAll(why);
        var aborted = queue.AbortAll(why);
        try
        {
            await faults.EndAllAsync(stop);
        }
        finally
        {
            _unwritten = why;
            Remember();
            await withdrawn;
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
            // A full disk must not end a halt: it holds, and is written down as soon as there is room.
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
    public async Task RestoreAsync()
    {
        if (facts.Halted is { } why) await queue.CloseAsync(why);
    }
}
