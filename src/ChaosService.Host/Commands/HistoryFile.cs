using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Histories;

namespace ChaosService.Host.Commands;

/// <summary>Reads a history that a user named; what is wrong with it is the user's to know, with exit code 65.</summary>
internal static class HistoryFile
{
    public static History Read(string file)
    {
        try
        {
            return HistoryReader.Read(file);
        }
        catch (Exception e) when (e is HistoryFormatException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BadInputException(e.Message.Contains(file, StringComparison.Ordinal) ? e.Message : $"{file}: {e.Message}");
        }
    }
}
