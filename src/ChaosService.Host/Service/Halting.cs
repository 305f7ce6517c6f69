using ChaosService.Contracts;
using ChaosService.Engine.Store;
using ChaosService.Host.Service.Queue;
using ChaosService.Host.Service.Suites;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Service;

/// <summary>The one button: everything that is broken is reverted now, and nothing new begins until somebody resumes.</summary>
internal sealed class Halting(RunQueue queue, SuiteRuns suites, ServiceFacts facts, ActiveFaults faults, TimeProvider time, ILogger<Halting> log)
{
    public async Task<HaltReply> HaltAsync(string reason, CancellationToken stop)
    {
        var why = $"halted at {time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC: {reason}";
        log.Halted(reason);
        // Reverting comes before remembering: the disk under the store may be what is broken.
        queue.Close(why);
        suites.StopAll(why);
        var aborted = queue.AbortAll(why);
        try
        {
            await faults.EndAllAsync(stop);
        }
        finally
        {
            facts.Halt(why);
        }
        return new HaltReply(aborted, faults.List());
    }

    public void Resume()
    {
        facts.Resume();
        queue.Open();
        log.Resumed();
    }

    /// <summary>A halt survives a restart.</summary>
    public void Restore()
    {
        if (facts.Halted is { } why) queue.Close(why);
    }
}
