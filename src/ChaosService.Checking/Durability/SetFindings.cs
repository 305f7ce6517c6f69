using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Durability;

/// <summary>Tells what became of an element.</summary>
internal sealed class SetFindings(History history)
{
    public Finding Lost(string? key, Element element)
    {
        var seen = element.LastPresent >= 0 ? $"; last seen by a read at {Words.At(Op(element.LastPresent).InvokedNs)}" : "";
        return Tell("lost", $"{Named(key, element)}, {Acknowledged(element)}, is missing from the read of process {Op(element.LastAbsent).Process} at {Words.During(Op(element.LastAbsent))} and is not in any read after it{seen}",
            element, element.LastAbsent);
    }

    public Finding Stale(string? key, Element element) =>
        Tell("stale", $"{Named(key, element)}, {Acknowledged(element)}, is missing from the read of process {Op(element.LastAbsent).Process} at {Words.During(Op(element.LastAbsent))}, and was there again at {Words.At(Op(element.LastPresent).InvokedNs)}",
            element, element.LastAbsent, element.LastPresent);

    public Finding Duplicated(string? key, Element element) =>
        Tell("duplicated", $"{Named(key, element)} is in the read of process {Op(element.Duplicated).Process} at {Words.During(Op(element.Duplicated))} more than once",
            element, element.Duplicated);

    public Finding Phantom(string? key, Element element) => element.IsPremature(history.Ops.Span)
        ? Tell(
            "phantom",
            $"{Named(key, element)} was read by process {Op(element.FirstPresent).Process} at {Words.During(Op(element.FirstPresent))}, before process {Op(element.Add).Process} began to add it at {Words.At(Op(element.Add).InvokedNs)}",
            element, element.FirstPresent)
        : Tell("phantom", element.Add < 0
                ? $"{Named(key, element)} was read by process {Op(element.LastPresent).Process} at {Words.During(Op(element.LastPresent))} but never added by anybody"
                : $"{Named(key, element)} was read by process {Op(element.LastPresent).Process} at {Words.During(Op(element.LastPresent))} although process {Op(element.Add).Process} was told at {Words.At(Op(element.Add).CompletedNs)} that adding it failed",
            element, element.LastPresent);

    private Finding Tell(string anomaly, string sentence, Element element, params int[] reads)
    {
        var ops = reads.Prepend(element.Add).Where(p => p >= 0).Distinct().Order().Select(Op).ToArray();
        var from = element.Add >= 0 ? Op(element.Add).InvokedNs : ops[0].InvokedNs;
        // A loss happens around the acknowledgement, not when it is found out at the end of the run.
        var until = element.Add >= 0 && Op(element.Add).CompletedNs != long.MaxValue ? Op(element.Add).CompletedNs : from;
        return new Finding { Anomaly = anomaly, Explanation = sentence, Ops = ops, Faults = history.FaultsDuring(from, until) };
    }

    private string Acknowledged(Element element)
    {
        if (element.Add < 0 || Op(element.Add).Outcome != OpType.Ok) return $"seen by a read that was done at {Words.At(element.KnownNs)}";
        var add = Op(element.Add);
        var faults = string.Join(" and ", history.Faults.Where(f => f.Overlaps(add.InvokedNs, add.CompletedNs)).Select(f => $"{f.Id} {f.Kind}"));
        return $"acknowledged to process {add.Process}{(add.Node is null ? "" : $" by {add.Node}")} at {Words.At(add.CompletedNs)}{(faults.Length > 0 ? $" during {faults}" : "")}";
    }

    private static string Named(string? key, Element element) => key is null ? $"element {element.Value}" : $"element {element.Value} of {key}";

    private Op Op(int position) => history.Ops.Span[position];
}
