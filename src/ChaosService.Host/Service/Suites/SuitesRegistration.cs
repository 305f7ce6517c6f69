using ChaosService.Host.Composition;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Host.Service.Suites;

internal static class SuitesRegistration
{
    public static IServiceCollection AddSuites(this IServiceCollection parts, Installation installation)
    {
        parts.AddSingleton(installation.Suites);
        parts.AddSingleton(installation.AppliedSuites());
        parts.AddSingleton(installation.SuiteRuns);
        parts.AddSingleton<SuitePreparation>();
        parts.AddSingleton<SuitesElsewhere>();
        return parts.AddSingleton<SuiteRuns>();
    }
}
