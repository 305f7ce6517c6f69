using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <summary>Calls that take time, randomness, processes or databases from where they cannot be controlled.</summary>
internal static partial class BannedCalls
{
    private static readonly (Regex Call, string Instead, string[] Except)[] Calls =
    [
        (Clock(), "take a TimeProvider", []),
        (SharedRandom(), "take a SeededRandom", []),
        (ProcessStart(), "use CommandRunner", ["src/ChaosService.Docker/Processes/"]),
        (AsyncVoid(), "return a Task", []),
        (ThreadSleep(), "wait for a condition", ["src/ChaosService.Workloads/Load/PreciseSleep.cs"]),
        (OwnSql(), "use what Database offers", ["src/ChaosService.Engine/Store/"]),
        (PlainLog(), "use a [LoggerMessage]", []),
        (ConsoleWrite(), "only commands and logs go to the console", ["src/ChaosService.Cli/", "src/ChaosService.Telemetry/Logging/"]),
        (ErrorWrite(), "use ErrorOutput.TryLine", []),
    ];

    public static IEnumerable<string> In(SourceFile file) =>
        Calls.Where(c => !c.Except.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(c => c.Call.Matches(file.Code), (c, m) => file.At(m.Index, $"{m.Value.Trim()}: {c.Instead}"))
            .Concat(Delay().Matches(file.Code).Where(m => !HasTimeProvider(file.Code, m.Index + m.Length))
            .Select(m => file.At(m.Index, $"{m.Value} without a TimeProvider")));

    /// <summary>The second argument, when there is one, is the provider.</summary>
    private static bool HasTimeProvider(string code, int arguments)
    {
        var depth = 1;
        for (var at = arguments; at < code.Length && depth > 0; at++)
        {
            if (code[at] is '(' or '[') depth++;
            if (code[at] is ')' or ']') depth--;
            if (depth == 1 && code[at] == ',') return Provider().IsMatch(code.AsSpan(at));
        }
        return false;
    }

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bRandom\.Shared\b|\bnew Random\(|\bGuid\.NewGuid\(")]
    private static partial Regex SharedRandom();

    [GeneratedRegex(@"\bProcess\.Start\(|\bnew Process\b")]
    private static partial Regex ProcessStart();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\bThread\.Sleep\(")]
    private static partial Regex ThreadSleep();

    [GeneratedRegex(@"\.CreateCommand\(|\b_?database\.Connect\(\)")]
    private static partial Regex OwnSql();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex PlainLog();

    [GeneratedRegex(@"\bConsole\.(Write|Out|Error|In|Read)\w*")]
    private static partial Regex ConsoleWrite();

    /// <summary>A full disk behind the error output would take the place of what is to be said.</summary>
    [GeneratedRegex(@"\bConsole\.Error\.Write\w*")]
    private static partial Regex ErrorWrite();

    [GeneratedRegex(@"\bTask\.Delay\(")]
    private static partial Regex Delay();

    [GeneratedRegex(@"\A,\s*([\w.]*\.)?_?(\w*time|\w*clock|\w*TimeProvider(\.System)?)\s*[,)]", RegexOptions.IgnoreCase)]
    private static partial Regex Provider();
}
