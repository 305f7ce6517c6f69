using System.Reflection;
using ChaosService.Tests.Mutation;
using Xunit.v3;

[assembly: TestFramework(typeof(ScopedTestFramework))]

namespace ChaosService.Tests.Mutation;

/// <summary>
/// All tests, or only those below the namespaces in <c>CHAOSSERVICE_TESTS</c> (<c>Checking;Engine.Journal</c>). For mutation testing, which
/// runs them once for each mutant and has no filter of its own.
/// </summary>
public sealed class ScopedTestFramework : XunitTestFramework
{
    private static readonly string[] Scopes =
        Environment.GetEnvironmentVariable("CHAOSSERVICE_TESTS")?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) =>
        new Discoverer(new XunitTestAssembly(assembly, configFileName: null, assembly.GetName().Version));

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        protected override Type[] GetExportedTypes() => [.. base.GetExportedTypes().Where(IsInScope)];

        private static bool IsInScope(Type type) =>
            Scopes.Length == 0 || Scopes.Any(s => $"{type.Namespace}.".StartsWith($"ChaosService.Tests.{s}.", StringComparison.Ordinal));
    }
}
