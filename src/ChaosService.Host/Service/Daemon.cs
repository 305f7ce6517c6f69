using ChaosService.Host.Access.Tls;
using ChaosService.Host.Commands;
using ChaosService.Host.Composition;
using ChaosService.Host.Service.Options;
using ChaosService.Host.Service.Queue;
using ChaosService.Host.Service.Suites;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Service;

/// <summary>The service from its start to its end.</summary>
/// <param name="guard">Starts what looks after this process, which keeps its state in the directory given.</param>
internal sealed class Daemon(ServiceOptions options, Installation installation, IRunWork work, Func<string, CancellationToken, Task> guard)
{
    /// <summary>Reverting has limits of its own; this is for what they do not cover.</summary>
    private static readonly TimeSpan RevertLimit = TimeSpan.FromMinutes(3);

    /// <summary>For requests that are being answered.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = installation.Logs.CreateLogger<Daemon>();

    /// <summary>Calls <paramref name="ready"/> once it answers; returns after a stop, with everything reverted.</summary>
    public async Task RunAsync(Action<ReadyService> ready, CancellationToken stop)
    {
        installation.Facts.TakeStore();
        Directory.CreateDirectory(options.RunsDirectory);
        await guard(options.State, stop);
        await using var app = ServiceHost.Build(options, installation, work);
        await app.StartAsync(stop);
        var address = app.Urls.First();
        _log.Ready(address);
        ready(new ReadyService(address, app.Services.GetService<ServerCertificate>()?.Warning));
        Systemd.Here.Ready($"ready at {address}");
        var queue = app.Services.GetRequiredService<RunQueue>();
        using var ended = new CancellationTokenSource();
        // Takes the lock that every run needs: a service that cannot start or end runs is not alive.
        var beating = Systemd.Here.BeatAsync(() => _ = queue.Count, installation.Time, ended.Token);

        await UntilAsync(stop);
        Systemd.Here.Stopping($"stopping: {options.OnStop}", StopLimit(options));
        _log.Stopping(options.OnStop.ToString());
        await EndRunsAsync(queue, app.Services.GetRequiredService<SuiteRuns>());
        using var limit = new CancellationTokenSource(AnswerLimit, installation.Time);
        await app.StopAsync(limit.Token);
        await ended.CancelAsync();
        await beating;
    }

    /// <summary>The longest that a stop can take. A service manager must wait longer before it kills.</summary>
    internal static TimeSpan StopLimit(ServiceOptions options) =>
        (options.OnStop == OnStop.Finish ? options.FinishLimit : TimeSpan.Zero) + RevertLimit + AnswerLimit + ProcessTelemetry.CloseLimit;

    private async Task EndRunsAsync(RunQueue queue, SuiteRuns suites)
    {
        const string Why = "the service is stopping";
        // Waited for with the rest: a disk without room must not hold up the reverting.
        _ = queue.CloseAsync(Why);
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
