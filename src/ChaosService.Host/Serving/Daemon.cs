using ChaosService.Cli.Common;
using ChaosService.Service.Installations;
using ChaosService.Service.Logging;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Service.Suites;
using ChaosService.Telemetry;
using ChaosService.Web.Access.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Serving;

/// <summary>The service from start to stop.</summary>
/// <param name="guard">Starts the watchdog of this process for the given state directory.</param>
internal sealed class Daemon(ServiceOptions options, Installation installation, IRunWork work, Func<string, CancellationToken, Task> guard)
{
    /// <summary>Reverting has its own limits; this one is for what they do not cover.</summary>
    private static readonly TimeSpan RevertLimit = TimeSpan.FromMinutes(3);

    /// <summary>For requests in progress.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>For the closing of the rest, which may ignore cancellation: a scheduler whose shared store does not answer.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = installation.Logs.CreateLogger<Daemon>();

    /// <summary>Calls <paramref name="ready"/> once it accepts requests; returns after a stop, with everything reverted.</summary>
    public async Task RunAsync(Action<ReadyNotice> ready, CancellationToken stop)
    {
        installation.Facts.TakeStore();
        Directory.CreateDirectory(options.RunsDirectory);
        await guard(options.State, stop);
        var app = ServiceHost.Build(options, installation, work);
        try
        {
            await ServeAsync(app, ready, stop);
        }
        finally
        {
            await CloseAsync(app.DisposeAsync().AsTask(), CloseLimit);
        }
    }

    private async Task ServeAsync(WebApplication app, Action<ReadyNotice> ready, CancellationToken stop)
    {
        await app.StartAsync(stop);
        var address = app.Urls.First();
        _log.Ready(address);
        ready(new ReadyNotice(address, app.Services.GetService<ServerCertificate>()?.Warning));
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
        await CloseAsync(app.StopAsync(limit.Token), AnswerLimit + CloseLimit);
        await ended.CancelAsync();
        await beating;
    }

    /// <summary>The longest duration of a stop. A service manager must wait longer before it kills the process.</summary>
    internal static TimeSpan StopLimit(ServiceOptions options) =>
        (options.OnStop == OnStop.Finish ? options.FinishLimit : TimeSpan.Zero)
        + RevertLimit + AnswerLimit + CloseLimit + CloseLimit + ProcessTelemetry.CloseLimit;

    private async Task EndRunsAsync(RunQueue queue, SuiteRuns suites)
    {
        const string Why = "the service is stopping";
        // Awaited with the rest: a full disk must not delay the reverting.
        _ = queue.CloseAsync(Why);
        suites.StopAll(Why);
        var idle = Task.WhenAll(queue.IdleAsync(), suites.IdleAsync());
        if (options.OnStop == OnStop.Finish && await WithinAsync(idle, options.FinishLimit)) return;
        queue.AbortAll(Why);
        await WithinAsync(idle, RevertLimit);
    }

    /// <summary>
    /// By now everything is reverted and stored, as far as possible. What does not close, or not in time, ends with the process.
    /// </summary>
    private async Task CloseAsync(Task closing, TimeSpan limit)
    {
        try
        {
            if (!await WithinAsync(closing, limit)) _log.NotClosed($"it takes longer than {limit.TotalSeconds:0} s");
        }
        catch (Exception e)
        {
            // A scheduler that was still starting, on a store that does not answer, ends with its own error.
            _log.NotClosed(e.Message);
        }
    }

    /// <summary>False when the limit expired first.</summary>
    private async Task<bool> WithinAsync(Task work, TimeSpan limit)
    {
        try
        {
            await work.WaitAsync(limit, installation.Time);
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
