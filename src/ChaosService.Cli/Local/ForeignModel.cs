using ChaosService.Checking.Transactions.ListAppend;
using ChaosService.Engine.Histories.Edn;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Configuration;
using ChaosService.Model.Transactions;
using ChaosService.Model.Verdicts;

namespace ChaosService.Cli.Local;

/// <summary>How a history of somebody else's tool is read and judged: <c>--model</c>, and the level that must hold.</summary>
internal sealed class ForeignModel
{
    private readonly string _level;

    private ForeignModel(string level) => _level = level;

    /// <summary>Null when no model is named: then the histories are in our own format.</summary>
    public static ForeignModel? Of(string? model, string? level)
    {
        if (model is null)
            return level is null ? null : throw new BadInputException($"--level needs a model; give --model {ListAppendChecker.Name}");
        if (model != ListAppendChecker.Name)
            throw new BadInputException($"--model is not known: \"{model}\"; write {ListAppendChecker.Name}");
        if (level is not null && !ListAppendChecker.Levels.Contains(level))
            throw new BadInputException($"--level is not known: \"{level}\"; write one of: {string.Join(", ", ListAppendChecker.Levels)}");
        return new ForeignModel(level ?? ListAppendChecker.DefaultLevel);
    }

    /// <summary>Ends when it is stopped, even if the writer of the standard input never ends.</summary>
    public Task<CheckedHistory> JudgeAsync(string named, CancellationToken stop) => Task.Run(() => Judge(named), stop).WaitAsync(stop);

    private static TransactionHistory Read(string named)
    {
        if (named != HistoryFile.Input) return EdnReader.Read(named);
        using var input = System.Console.OpenStandardInput();
        return EdnReader.Read(input, "standard input");
    }

    private CheckedHistory Judge(string named)
    {
        try
        {
            return new CheckedHistory(named, RunVerdict.Merge([ListAppendChecker.Check(Read(named), _level)], expected: null), null);
        }
        catch (Exception e) when (e is HistoryFormatException or IOException or InvalidDataException)
        {
            return new CheckedHistory(named, null, e is HistoryFormatException ? e.Message : $"{named}: {e.Message}");
        }
    }
}
