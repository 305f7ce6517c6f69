using System.Collections;

namespace ChaosService.Cli.Administration;

internal static class ProcessEnvironment
{
    /// <summary>The environment variables of this process.</summary>
    public static IReadOnlyDictionary<string, string?> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value, StringComparer.Ordinal);
}
