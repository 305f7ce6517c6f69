using ChaosService.Host.Commands;
using ChaosService.Host.Composition;
using ChaosService.Host.Service.Options;
using ChaosService.Host.Service.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Service;

/// <summary>The service from its start to its end.</summary>
internal sealed class Daemon(ServiceOptions options, Installation installation, IRunWork work)
{
    /// <summary>Reverting has limits of its own; this is for what they do not cover.</summary>
    private static readonly TimeSpan RevertLimit = TimeSpan.FromMinutes(3);

    private readonly ILogger _log = installation.Logs.CreateLogger<Daemon>();

    /// <summary>Calls <paramref name="ready"/> with the address once it answers; returns after a stop, with everything reverted.</summary>
    public async Task RunAsync(Action<string> ready, CancellationToken stop)
    {
        installation.Facts.TakeStore();
        Directory.CreateDirectory(options.RunsDirectory);
        await Watchdog.StartAsync(options.State, stop);
        await using var app = ServiceHost.Build(options, installation, work);
        await app.StartAsync(stop);
        var address = app.Urls.First();
        _log.Ready(address);
        ready(address);
        Systemd.Notify("READY=1");

        await UntilAsync(stop);
        Systemd.Notify("STOPPING=1");
        _log.Stopping(options.OnStop.ToString());
        await EndRunsAsync(app.Services.GetRequiredService<RunQueue>());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), installation.Time);
        await app.StopAsync(limit.Token);
    }

    private async Task EndRunsAsync(RunQueue queue)
    {
        // Waited for with the rest: a disk without room must not hold up the reverting.
        _ = queue.CloseAsync("the service is stopping");
        if (options.OnStop == OnStop.Finish && await IdleWithinAsync(queue, options.FinishLimit)) return;
        queue.AbortAll("the service is stopping");
        await IdleWithinAsync(queue, RevertLimit);
    }

    private async Task<bool> IdleWithinAsync(RunQueue queue, TimeSpan limit)
    {
        try
        {
            await queue.IdleAsync().WaitAsync(limit, installation.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static Task UntilAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Register(stopped.SetResult);
        return stopped.Task;
    }
}
