namespace ChaosService.Faults.Hooks;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its own; 124 when it ran out of time, 127 when there is no such program.</param>
/// <param name="Said">The end of what it wrote, in one line.</param>
internal sealed record HookResult(int ExitCode, string Said, TimeSpan Took)
{
    public const int OutOfTime = 124;

    /// <summary>Characters of each stream that are kept.</summary>
    public const int Kept = 300;

    public static HookResult Of(int exitCode, string output, string error, TimeSpan took) =>
        new(exitCode, OneLine(string.Join(' ', ((string[])[output, error]).Select(OneLine).Where(t => t.Length > 0))), took);

    /// <summary><c>probe exited with 1 after 12 ms ("no such file")</c>.</summary>
    public string Sentence(string command) =>
        $"{command} exited with {ExitCode} after {Took.TotalMilliseconds:0} ms{(Said.Length > 0 ? $" (\"{Said}\")" : "")}";

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
