using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Live;

/// <summary>What is known so far of one element of one set.</summary>
internal struct LiveElement()
{
    /// <summary>When each attempt to add it that happened or may have happened began.</summary>
    private long[] _begunNs = [];

    /// <summary>The read that contained it and completed first.</summary>
    public Witness? FirstSeen { readonly get; set; }

    /// <summary>The evidence that it is in the set: an acknowledged add, or a read. Null once its loss was reported.</summary>
    public Witness? Known { readonly get; set; }

    public void Begin(in Op add) => _begunNs = [.. _begunNs, add.InvokedNs];

    public void Refuse(in Op add)
    {
        var at = Array.IndexOf(_begunNs, add.InvokedNs);
        if (at >= 0) _begunNs = [.. _begunNs[..at], .. _begunNs[(at + 1)..]];
    }

    /// <summary>Whether an attempt explains that the read contained it.</summary>
    public readonly bool Explains(in Op read)
    {
        foreach (var ns in _begunNs)
            if (ns <= read.CompletedNs)
                return true;
        return false;
    }
}

/// <summary>An op as an object that many elements can refer to.</summary>
internal sealed record Witness(Op Op);
