using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Durability.Carried;

/// <summary>
/// Checks that what earlier windows of a soak acknowledged is still there, many faults later. A sample of it is read again at the end of
/// every window.
/// </summary>
internal sealed class CarriedOverCheck : ICheckKind
{
    public string Name => "carried-over";

    public string Summary => "what earlier windows of a soak acknowledged is still there";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new CarriedOverParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        // In a window that was cut off before its last reads, nothing to read and nothing read look the same.
        if (history.Carried.Count == 0 && history.TimeOf(RunPhase.FinalReadsEnded) is null)
            return CheckVerdict.Unknown(Name, "the window ended before what earlier ones left could be read again");
        var lost = history.Carried.Where(IsLost).ToList();
        var unread = history.Carried.Count(c => c.Found is null);
        var windows = history.Carried.Select(c => c.Window).Distinct().Count();
        return new CheckVerdict
        {
            Check = Name,
            Outcome = lost.Count > 0 ? Outcome.Invalid : unread > 0 ? Outcome.Unknown : Outcome.Valid,
            Summary = lost.Count > 0
                ? $"{lost.Count:#,0} of {Words.Many(history.Carried.Count, "value")} of earlier windows did not last: {Explain(lost[0])}"
                : unread > 0 ? $"{unread:#,0} of {Words.Many(history.Carried.Count, "value")} of earlier windows could not be read again"
                : history.Carried.Count == 0 ? "there is no earlier window to read again"
                : $"{Words.Many(history.Carried.Count, "value")} of {Words.Many(windows, "earlier window")} are still there",
            Findings = FindingList.Limited([.. lost.Select(c => new Finding { Anomaly = "lost-later", Explanation = Explain(c) })]),
            Figures = new Dictionary<string, double>
            {
                ["read_again_count"] = history.Carried.Count - unread, ["lost_count"] = lost.Count, ["window_count"] = windows,
            },
        };
    }

    private static bool IsLost(CarriedRead c) =>
        c.Found is { } found && (c.Key is null ? found.Count < c.Allowed.Count : !found.All(c.Allowed.Contains));

    private static string Explain(CarriedRead c) => c.Key is null
        ? $"{c.Allowed.Count - c.Found!.Count} of {c.Allowed.Count} elements that were in the set at the end of window {c.Window} are "
            + $"gone, such as {c.Allowed.Except(c.Found).First()}"
        : $"{c.Key} held {string.Join(" or ", c.Allowed.Select(Words.Value))} at the end of window {c.Window}; at {Words.At(c.TimeNs)} it "
            + $"holds {Words.Value(c.Found![0])}";
}
