namespace ChaosService.Service.Replies;

/// <summary>
/// The name of a suite where experiments are named, too, in schedules and on the command line: <c>suite/quick</c>. No experiment's name
/// has a slash.
/// </summary>
internal static class SuiteName
{
    private const string Prefix = "suite/";

    public static string Of(string suite) => Prefix + suite;

    /// <summary>The suite's name, or the id of its run; null when this names no suite.</summary>
    public static string? In(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null;
}
