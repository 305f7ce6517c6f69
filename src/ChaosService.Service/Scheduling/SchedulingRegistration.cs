using ChaosService.Engine.Store.Firings;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Experiments;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Quartz;

namespace ChaosService.Service.Scheduling;

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
    /// <param name="store">Gets the last firings, and the schedules as well when instances share it.</param>
    /// <param name="seed">Decides the jitter. The same in all instances.</param>
    /// <param name="lease">How long an instance may be silent before others take over its firings.</param>
    public static IServiceCollection AddScheduling(
        this IServiceCollection services, string stateDirectory, Database store, long seed, TimeProvider time, TimeSpan lease = default)
    {
        Directory.CreateDirectory(stateDirectory);
        services.TryAddSingleton(time);
        services.AddSingleton(new FiringLog(store));
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
            quartz.UsePersistentStore(quartzStore => Persist(quartzStore, stateDirectory, (store as PostgresDatabase)?.Address, lease));
        });
        services.AddHostedService<ClockWatch>();
        return services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void Persist(IPersistentStoreBuilder store, string stateDirectory, PostgresAddress? shared, TimeSpan lease)
    {
        if (shared is not null)
        {
            store.UsePostgres(NpgsqlFactory.Instance, shared.ConnectionString);
            store.UseClustering(cluster =>
            {
                // It keeps whole milliseconds.
                cluster.CheckinInterval = TimeSpan.FromMilliseconds(Math.Floor(lease.TotalMilliseconds / 6));
                cluster.CheckinMisfireThreshold = lease - cluster.CheckinInterval;
            });
        }
        else
        {
            var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(stateDirectory, "schedules.db"), DefaultTimeout = 10 };
            store.UseSqlite(SqliteFactory.Instance, file.ToString());
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
