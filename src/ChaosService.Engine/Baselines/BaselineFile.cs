using System.Text.Json;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Configuration;

namespace ChaosService.Engine.Baselines;

/// <summary>A baseline's file: JSON with a line for each value, so that a change of it is read in a review.</summary>
public static class BaselineFile
{
    /// <summary>Replaces the file in one step.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Baseline baseline, string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        Reports.WriteFile(directory, Path.GetFileName(path), JsonSerializer.Serialize(baseline, ResultsJson.Indented) + "\n");
    }

    /// <exception cref="BadInputException">There is no such file, or it is not a baseline; the message says what to do.</exception>
    public static Baseline Read(string path)
    {
        const string Fix = "write one with 'chaosctl baseline save'";
        if (!File.Exists(path)) throw new BadInputException($"{path}: there is no such file; {Fix}");
        try
        {
            using var file = File.OpenRead(path);
            var baseline = JsonSerializer.Deserialize<Baseline>(file, ResultsJson.Indented);
            return baseline?.Format == Baseline.CurrentFormat
                ? baseline
                : throw new BadInputException($"{path}: its format is '{baseline?.Format}', not '{Baseline.CurrentFormat}'; {Fix}");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path} is not a baseline: line {e.LineNumber + 1}: {e.Message.Split(" Path: ")[0]} {Fix}");
        }
    }
}
