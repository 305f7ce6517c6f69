using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Durability.Sets;

/// <summary>Describes what happened to an element, with the ops that prove it.</summary>
internal sealed class SetFindings(History history)
{
    public Finding Lost(string? key, Element element)
    {
        var seen = element.LastPresent >= 0 ? $"; last seen by a read at {Words.At(Op(element.LastPresent).InvokedNs)}" : "";
        int[] ops = [Add(element), .. Proof(element), element.LastAbsent];
        return Tell("lost", $"{Missing(key, element)} and is not in any read after it{seen}", ops);
    }

    public Finding Stale(string? key, Element element) => Tell(
        "stale", $"{Missing(key, element)}, and was there again at {Words.At(Op(element.LastPresent).InvokedNs)}",
        [Add(element), .. Proof(element), element.LastAbsent, element.LastPresent]);

    public Finding Duplicated(string? key, Element element) =>
        Tell("duplicated", $"{Named(key, element)} is in {Read(element.Duplicated)} more than once", [Add(element), element.Duplicated]);

    public Finding Phantom(string? key, Element element)
    {
        var read = Op(element.LastPresent);
        var last = $"{Named(key, element)} was read by process {read.Process} at {Words.During(read)}";
        if (!element.WasTried) return Tell("phantom", $"{last} but never added by anybody", [-1, element.LastPresent]);
        if (element.Possible >= 0) return Premature(key, element);
        var refused = Op(element.Refused);
        var refusal = $"process {refused.Process} was told at {Words.At(refused.CompletedNs)} that adding it failed";
        return Tell("phantom", $"{last} although {refusal}", [element.Refused, element.LastPresent]);
    }

    private Finding Premature(string? key, Element element)
    {
        var (read, begun) = (Op(element.FirstPresent), Op(element.Possible));
        var sentence = $"{Named(key, element)} was read by process {read.Process} at {Words.During(read)}, "
            + $"before process {begun.Process} began to add it at {Words.At(begun.InvokedNs)}";
        int[] ops = [element.Possible, element.FirstPresent];
        if (element.Refused < 0) return Tell("phantom", sentence, ops);
        var refused = Op(element.Refused);
        if (refused.InvokedNs >= begun.InvokedNs) return Tell("phantom", sentence, ops);
        sentence += $"; what process {refused.Process} had tried before was refused at {Words.At(refused.CompletedNs)}";
        return Tell("phantom", sentence, [.. ops, element.Refused]);
    }

    /// <param name="ops">By position, the add first; -1: none.</param>
    private Finding Tell(string anomaly, string sentence, int[] ops)
    {
        var shown = ops.Where(p => p >= 0).Distinct().Order().Select(Op).ToArray();
        var from = ops[0] >= 0 ? Op(ops[0]).InvokedNs : shown[0].InvokedNs;
        // A loss happens around the acknowledgement, not when it is discovered at the end of the run.
        var until = ops[0] >= 0 && Op(ops[0]).CompletedNs != long.MaxValue ? Op(ops[0]).CompletedNs : from;
        return new Finding { Anomaly = anomaly, Explanation = sentence, Ops = shown, Faults = history.FaultsDuring(from, until) };
    }

    private string Missing(string? key, Element element) =>
        $"{Named(key, element)}, {Known(element)}, is missing from {Read(element.LastAbsent)}";

    /// <summary>The evidence that it was in the set before the read that misses it.</summary>
    private string Known(Element element)
    {
        var broken = element.Broken(history.Ops.Span);
        if (broken < 0) return $"seen by a read that was done at {Words.At(element.KnownNs)}";
        var add = Op(broken);
        var faults =
            string.Join(" and ", history.Faults.Where(f => f.Overlaps(add.InvokedNs, add.CompletedNs)).Select(f => $"{f.Id} {f.Kind}"));
        return $"acknowledged to process {add.Process}{(add.Node is null ? "" : $" by {add.Node}")} at {Words.At(add.CompletedNs)}"
            + (faults.Length > 0 ? $" during {faults}" : "");
    }

    /// <summary>The read that showed it, where that is the only evidence.</summary>
    private int[] Proof(Element element) => element.Broken(history.Ops.Span) >= 0 ? [] : [element.FirstPresent];

    /// <summary>The attempt that a finding is about: an acknowledged one, else one that may have happened, else a refused one.</summary>
    private int Add(Element element) =>
        element.Broken(history.Ops.Span) is >= 0 and var broken ? broken
        : element.Acknowledged >= 0 ? element.Acknowledged
        : element.Possible >= 0 ? element.Possible : element.Refused;

    private string Read(int read) => $"the read of process {Op(read).Process} at {Words.During(Op(read))}";

    private static string Named(string? key, Element element) =>
        key is null ? $"element {element.Value}" : $"element {element.Value} of {key}";

    private Op Op(int position) => history.Ops.Span[position];
}
