using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Sql;
using ChaosService.Service.Conditions;
using ChaosService.Service.Notifications.Publishing;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Service.Sharing;

internal static class InstancesRegistration
{
    /// <summary>Before everything that uses the store: its hosted services start first and stop last.</summary>
    /// <param name="shared">Null: this is the only instance.</param>
    public static IServiceCollection AddInstances(
        this IServiceCollection parts, StoreOptions options, Database store, PostgresDatabase? shared)
    {
        parts.AddSingleton(store).AddSingleton(options);
        if (shared is null) return parts.AddSingleton<ITargetClaims, OnlyInstance>();
        return parts
            .AddSingleton(shared)
            .AddSingleton<Instances>()
            .AddSingleton<TargetLeases>()
            .AddSingleton<SharedRuns>()
            .AddSingleton<SharedJournal>()
            .AddSingleton<SharedAudit>()
            .AddSingleton<AuditCopies>()
            .AddSingleton<SharedClaims>()
            .AddSingleton<ITargetClaims>(p => p.GetRequiredService<SharedClaims>())
            .AddSingleton<Membership>()
            .AddSingleton<ICondition>(p => p.GetRequiredService<Membership>())
            .AddHostedService(p => p.GetRequiredService<Membership>())
            .AddSingleton<GoneRunEvents>()
            .AddSingleton<IDuty, AskedAborts>()
            .AddSingleton<IDuty, GoneInstances>()
            .AddSingleton<IDuty, RunsOfAll>()
            .AddSingleton<IDuty, SharedCopies>()
            .AddSingleton<IDuty, NewsOfGoneRuns>()
            .AddSingleton<Duties>()
            .AddSingleton<ICondition>(p => p.GetRequiredService<Duties>())
            .AddHostedService(p => p.GetRequiredService<Duties>());
    }
}
