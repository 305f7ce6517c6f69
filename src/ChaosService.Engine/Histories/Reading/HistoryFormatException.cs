namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// A history file that cannot be read as one. The message names file and line (from 1), the text found and what is expected. Exit code
/// 65.
/// </summary>
public sealed class HistoryFormatException(string file, long line, string message, Exception? inner = null)
    : Exception(line > 0 ? $"{file}:{line}: {message}" : $"{file}: {message}", inner)
{
    public string File => file;

    /// <summary>From 1; 0 when it is about the file as a whole.</summary>
    public long Line => line;
}
