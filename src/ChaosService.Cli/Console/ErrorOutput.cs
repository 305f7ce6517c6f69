namespace ChaosService.Cli.Console;

/// <summary>The error output, for messages that may have no reader any more.</summary>
internal static class ErrorOutput
{
    /// <summary>Writes a line if possible: a terminal that is gone must neither end a command nor change its exit code.</summary>
    public static void TryLine(string line) => TryLine(System.Console.Error, line);

    public static void TryLine(TextWriter output, string line)
    {
        try
        {
            output.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // There is nowhere left to report it.
        }
    }
}
