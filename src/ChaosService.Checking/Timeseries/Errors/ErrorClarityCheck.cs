using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Errors;

/// <summary>Each error that the database answered states what it is about and why, and shows no internals of the program.</summary>
internal sealed class ErrorClarityCheck : ICheckKind
{
    /// <summary>Texts up to this length are shown in full.</summary>
    private const int ShownMax = 200;

    public string Name => "error-clarity";

    public string Summary => "each error that the database answers names what it is about and a cause";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new ErrorClarityParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var errors = new Dictionary<string, (int Position, long Count)>(StringComparer.Ordinal);
        var ops = history.Ops.Span;
        var answers = 0L;
        for (var i = 0; i < ops.Length; i++)
        {
            if (ops[i].F is not (Functions.WritePoints or Functions.ReadPoints or Functions.Query or Functions.Manage)) continue;
            if (ops[i].Outcome == OpType.Ok) answers++;
            if (ops[i].Value.Field("error") is not { Kind: OpValueKind.Text } error) continue;
            errors[error.AsText!] = errors.TryGetValue(error.AsText!, out var known) ? (known.Position, known.Count + 1) : (i, 1);
        }
        List<Finding> findings = [.. errors.Select(e => Judge(history, e.Key, e.Value.Position, e.Value.Count)).OfType<Finding>()];
        var undecided = errors.Count > 0 ? null
            : answers == 0 ? "nothing was answered"
            : "no error was answered, so there is none to read";
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "text")} of {errors.Count:#,0} unclear: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(errors.Count, "error text")} in {Words.Many(errors.Sum(e => e.Value.Count), "answer")}, each "
                    + "clear",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["error_count"] = errors.Sum(e => e.Value.Count), ["text_count"] = errors.Count, ["unclear_text_count"] = findings.Count,
            },
        };
    }

    private static Finding? Judge(History history, string text, int position, long count)
    {
        var op = history.Ops.Span[position];
        if (ErrorRules.Broken(text, op.Key) is not var (anomaly, why)) return null;
        var shown = text.Length > ShownMax ? $"{text[..ShownMax]}…" : text;
        return new Finding
        {
            Anomaly = anomaly,
            Explanation = $"{op.Node ?? "the database"} answered a {op.F} at {Words.At(op.InvokedNs)} with \"{shown}\": {why}",
            Ops = [op], Faults = history.FaultsDuring(op.InvokedNs, op.CompletedNs), Count = count,
        };
    }
}
