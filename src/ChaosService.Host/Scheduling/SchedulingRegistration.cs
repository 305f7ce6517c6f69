using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Experiments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;

namespace ChaosService.Host.Scheduling;

internal static class SchedulingRegistration
{
    /// <summary>Firings that may wait for their jitter at the same time; waiting costs no thread.</summary>
    private const int FiringsMax = 1000;

    private static readonly TimeSpan MisfireLook = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds <see cref="Schedules"/> and a hosted service that lets them fire once the host has started. Needs an <c>IRunTrigger</c> and
    /// logging in the same collection.
    /// </summary>
    /// <param name="stateDirectory">Holds <c>schedules.db</c>, unless they are shared; created when absent.</param>
    /// <param name="seed">Decides the jitter. The same in all instances.</param>
    /// <param name="shared">Where they are shared with other instances; null: they are not.</param>
    /// <param name="lease">How long an instance may be silent until its firings are another's.</param>
    public static IServiceCollection AddScheduling(
        this IServiceCollection services, string stateDirectory, long seed, TimeProvider time, PostgresAddress? shared = null, TimeSpan lease = default)
    {
        var log = shared is null ? FiringLog.InFile(stateDirectory) : FiringLog.In(shared);
        services.TryAddSingleton(time);
        services.AddSingleton(log);
        services.AddSingleton(new Jitter(seed));
        services.AddSingleton<Firings>();
        services.AddSingleton<IScheduleRules>(new QuartzRules(time));
        services.AddSingleton<Schedules>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "chaosservice";
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseTimeProvider(time);
            quartz.UseDefaultThreadPool(FiringsMax);
            quartz.AddTriggerListener<UnfiredListener>();
            quartz.UsePersistentStore(store => Persist(store, log, lease));
        });
        services.AddHostedService<ClockWatch>();
        return services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void Persist(IPersistentStoreBuilder store, FiringLog log, TimeSpan lease)
    {
        if (log.Shared)
        {
            store.UsePostgres(log.Factory, log.ConnectionString);
            store.UseClustering(cluster =>
            {
                // It keeps whole milliseconds.
                cluster.CheckinInterval = TimeSpan.FromMilliseconds(Math.Floor(lease.TotalMilliseconds / 6));
                cluster.CheckinMisfireThreshold = lease - cluster.CheckinInterval;
            });
        }
        else
        {
            store.UseSqlite(log.Factory, log.ConnectionString);
        }
        store.UseSystemTextJsonSerializer();
        store.ProvisionSchema();
        store.ConfigureStore(options =>
        {
            options.StoreJobDataAsStrings = true;
            // While what was missed is not yet seen as such, its schedule stands still: after the clock was set forwards, say.
            options.MisfireHandlerFrequency = MisfireLook;
            // A host that is gone without having been stopped must not keep the process.
            options.UseBackgroundThreads = true;
            // However often a firing fails, the next one is tried.
            options.MaxConsecutiveFireFailures = 0;
        });
    }
}
