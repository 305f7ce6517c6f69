using System.Data.Common;
using System.Threading.Channels;
using ChaosService.Service.Queue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Retention;

/// <summary>Runs retention every hour and after each run, and first resumes deletions that a crash interrupted.</summary>
internal sealed class RetentionSchedule(RunRetention retention, RunLife runs, TimeProvider time, ILogger<RetentionSchedule> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>A burst of runs that end at once costs one look at the store, not one each.</summary>
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(10);

    /// <summary>One signal is enough: what is dropped while it waits is covered by the same pass.</summary>
    private readonly Channel<bool> _ended =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        runs.Ended += Signal;
        try
        {
            await Task.Yield();
            await TryAsync(() => retention.ResumeAsync(stoppingToken), stoppingToken);
            while (true)
            {
                await NextAsync(stoppingToken);
                await TryAsync(() => retention.ApplyAsync(stoppingToken), stoppingToken);
                await Task.Delay(PauseMin, time, stoppingToken);
            }
        }
        finally
        {
            runs.Ended -= Signal;
        }
    }

    private void Signal() => _ended.Writer.TryWrite(true);

    private async Task NextAsync(CancellationToken stop)
    {
        using var hour = new CancellationTokenSource(Interval, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(hour.Token, stop);
        try
        {
            await _ended.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The hour is over.
        }
    }

    private async Task TryAsync(Func<Task> pass, CancellationToken stop)
    {
        try
        {
            await pass();
        }
        catch (Exception e) when ((e is DbException or IOException or UnauthorizedAccessException) && !stop.IsCancellationRequested)
        {
            // Deleting must outlive whatever is broken now; what is marked is taken up again.
            log.RetentionFailed(e.Message);
        }
    }
}
