using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;

namespace ChaosService.Cli.Local;

/// <summary>Reads a history given by the user; problems with it are bad input, with exit code 65.</summary>
internal static class HistoryFile
{
    /// <summary>The name of the standard input.</summary>
    public const string Input = "-";

    /// <summary>Ends when it is stopped, even if the writer of the standard input never ends.</summary>
    public static Task<History> ReadAsync(string file, CancellationToken stop) => Task.Run(() => Read(file), stop).WaitAsync(stop);

    public static History Read(string file)
    {
        try
        {
            if (file != Input) return HistoryReader.Read(file);
            using var input = System.Console.OpenStandardInput();
            return HistoryReader.Read(input, "standard input");
        }
        catch (Exception e) when (e is HistoryFormatException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BadInputException(e is HistoryFormatException ? e.Message : $"{file}: {e.Message}");
        }
    }
}
