using ChaosService.Host.Commands;
using ChaosService.Host.Composition;
using ChaosService.Host.Service.Options;
using ChaosService.Host.Service.Queue;
using ChaosService.Host.Service.Suites;
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
        await EndRunsAsync(app.Services.GetRequiredService<RunQueue>(), app.Services.GetRequiredService<SuiteRuns>());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), installation.Time);
        await app.StopAsync(limit.Token);
    }

    private async Task EndRunsAsync(RunQueue queue, SuiteRuns suites)
    {
        const string Why = "the service is stopping";
        queue.Close(Why);
        suites.StopAll(Why);
        if (options.OnStop == OnStop.Finish && await IdleWithinAsync(queue, suites, options.FinishLimit)) return;
        queue.AbortAll(Why);
        await IdleWithinAsync(queue, suites, RevertLimit);
    }

    private async Task<bool> IdleWithinAsync(RunQueue queue, SuiteRuns suites, TimeSpan limit)
    {
        try
        {
            await Task.WhenAll(queue.IdleAsync(), suites.IdleAsync()).WaitAsync(limit, installation.Time);
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
