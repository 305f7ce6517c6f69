using System.Collections;

namespace ChaosService.Cli.Administration;

internal static class ProcessEnvironment
{
    /// <summary>The variables that this process was started with.</summary>
    public static IReadOnlyDictionary<string, string?> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value, StringComparer.Ordinal);
}
