using ChaosService.Engine.Store.Runs;
using ChaosService.Service.Options;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Service.Retention;

internal static class RetentionRegistration
{
    /// <summary>Needs the parts of the service's runs and its audit log in the same collection.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection parts, ServiceOptions options) => parts
        .AddSingleton(options.Retention.Limits())
        .AddSingleton(new RunDirectories(options.RunsDirectory))
        .AddSingleton<RunPins>()
        .AddSingleton<RunDeletions>()
        .AddSingleton<ClockTrust>()
        .AddSingleton<RetentionSurvey>()
        .AddSingleton<RetentionReview>()
        .AddSingleton<DeletionRecords>()
        .AddSingleton<SuiteRunRetention>()
        .AddSingleton<RunRetention>()
        .AddHostedService<RetentionSchedule>();
}
