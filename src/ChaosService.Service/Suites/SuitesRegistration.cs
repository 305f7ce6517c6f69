using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Runs;
using ChaosService.Experiments.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Service.Suites;

internal static class SuitesRegistration
{
    public static IServiceCollection AddSuites(this IServiceCollection parts, SuiteLoader loader, AppliedSuites applied, SuiteRunStore runs)
    {
        parts.AddSingleton(loader);
        parts.AddSingleton(applied);
        parts.AddSingleton(runs);
        parts.AddSingleton<SuitePreparation>();
        parts.AddSingleton<SuitesElsewhere>();
        return parts.AddSingleton<SuiteRuns>();
    }
}
