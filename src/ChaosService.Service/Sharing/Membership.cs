using System.Data.Common;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Service;
using ChaosService.Service.Conditions;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Sharing;

/// <summary>
/// This instance's life among those that share the store: it begins before anything else, is renewed all the time, and ends last. While it
/// cannot be renewed the runs go on for two thirds of the lease; then they end early, so that their faults are gone before another
/// instance may take their targets.
/// </summary>
internal sealed class Membership(
    Instances instances, ServiceFacts facts, PostgresDatabase database, RunQueue queue, StoreOptions options, TimeProvider time,
    ILogger<Membership> log)
    : BackgroundService, ICondition
{
    private readonly TimeSpan _beat = options.Lease / 6;
    private readonly TimeSpan _patience = options.Lease * 2 / 3;
    private long _renewedAt;
    private bool _lost;

    /// <summary>Why the lease is not renewed; null when it is.</summary>
    public string? Trouble { get; private set; }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _renewedAt = time.GetTimestamp();
        Join();
        log.Joined(database.Instance, database.Address.ToString());
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // What still runs keeps its target until the lease is over.
        if (queue.Count.Running > 0) return;
        try
        {
            // A stop does not wait for a server that does not answer.
            await Task.Run(instances.Leave, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbException or OperationCanceledException)
        {
            // The others notice when the lease is over.
            log.LifeNotRenewed(e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_beat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await BeatAsync(stoppingToken);
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        // Taken before the question: the database's clock starts the lease no earlier.
        var asked = time.GetTimestamp();
        try
        {
            // A server that does not answer must not keep this instance from noticing that its time is over.
            var renewed = await Task.Run(() => instances.Renew(options.Lease), stop).WaitAsync(_beat, time, stop);
            if (!renewed)
            {
                Lose("another instance took this one for gone: it was silent for longer than its lease (store.lease)");
                Join();
            }
            (_renewedAt, _lost, Trouble) = (asked, false, null);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The heart must outlive whatever is broken now. Each beat tries again; what must happen when none succeeds happens below.
            Trouble = $"the shared store cannot be reached: {e.Message}";
            log.LifeNotRenewed(e.Message);
            if (time.GetElapsedTime(_renewedAt) >= _patience)
                Lose("the shared store could not be reached for so long that another instance may take the target (store.lease)");
        }
    }

    private void Join() => instances.Join(facts.StateId, Environment.MachineName, Environment.ProcessId, options.Lease);

    private void Lose(string why)
    {
        if (_lost) return;
        _lost = true;
        foreach (var id in queue.AbortAll(why)) log.RunLosesTarget(id, why);
    }
}
