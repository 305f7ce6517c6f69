using System.Runtime.InteropServices;
using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Live;

/// <summary>
/// One set as it develops: each element with all attempts to add it, and the reads that contained it. Reports what is certainly wrong, one
/// problem of each kind per op.
/// </summary>
/// <param name="missesCount">A known element that is missing from a read is already wrong, whatever comes later.</param>
internal sealed class LiveSet(bool missesCount)
{
    private readonly Dictionary<long, LiveElement> _elements = [];

    public int Count => _elements.Count;

    /// <summary>Its key was also written to: a read that found nothing may be a read of the register.</summary>
    public bool IsInDoubt { get; set; }

    public void Begin(in Op add) => Element(add.Value.First).Begin(add);

    public IEnumerable<SetTrouble> Complete(Op add)
    {
        ref var element = ref Element(add.Value.First);
        if (add.Outcome == OpType.Ok) element.Known ??= new Witness(add);
        if (add.Outcome != OpType.Fail) return [];
        element.Refuse(add);
        if (element.FirstSeen is not { Op: var seen } || element.Explains(seen)) return [];
        element.FirstSeen = null;
        var refusal = $"process {add.Process} was told at {Words.At(add.CompletedNs)} that adding it failed";
        return [new("phantom", $"element {add.Value.First} is in {Named(seen)} although {refusal}", [seen, add])];
    }

    public IEnumerable<SetTrouble> Read(Op read)
    {
        var now = new HashSet<long>(read.Value.Items?.Length ?? 0);
        var witness = new Witness(read);
        long? twice = null, unexplained = null;
        foreach (var value in read.Value.Items ?? [])
        {
            if (!now.Add(value)) twice ??= value;
            ref var element = ref Element(value);
            if (!element.Explains(read)) unexplained ??= value;
            else element.FirstSeen ??= witness;
        }
        if (twice is not null) yield return new("duplicated", $"element {twice} is in {Named(read)} more than once", [read]);
        if (unexplained is not null) yield return new("phantom", $"element {unexplained} is in {Named(read)} but nobody added it", [read]);
        if (!missesCount) yield break;
        if (Missing(read, now) is { } missing) yield return missing;
        foreach (var value in now) Element(value).Known ??= witness;
    }

    /// <summary>
    /// The first element that was known when the read began and is not in it. All such elements are then forgotten: the loss is reported
    /// once.
    /// </summary>
    private SetTrouble? Missing(Op read, HashSet<long> now)
    {
        SetTrouble? first = null;
        foreach (var value in _elements.Keys)
        {
            ref var element = ref Element(value);
            if (element.Known is not { Op: var proof } || proof.CompletedNs >= read.InvokedNs || now.Contains(value)) continue;
            element.Known = null;
            first ??= new("stale", $"element {value} {Shown(proof)} and is missing from {Named(read)}", [proof, read]);
        }
        return first;
    }

    private static string Shown(in Op proof) => proof.F == Functions.Add
        ? $"was acknowledged to process {proof.Process} at {Words.At(proof.CompletedNs)}"
        : $"was in {Named(proof)}";

    private static string Named(in Op read) => $"the read of process {read.Process} at {Words.During(read)}";

    private ref LiveElement Element(long value)
    {
        ref var element = ref CollectionsMarshal.GetValueRefOrAddDefault(_elements, value, out var known);
        if (!known) element = new LiveElement();
        return ref element;
    }
}

/// <summary>What is certainly wrong with a set, and the ops that prove it.</summary>
internal sealed record SetTrouble(string Anomaly, string Sentence, Op[] Ops);
