namespace ChaosService.Faults.Network.State;

/// <summary>
/// The model of Gilbert and Elliott: a link is good or in a burst, and loses packets with another chance in each. Loss without memory is
/// one that has no bursts. Loss with a correlation is one, too: netem's own <c>correlation</c> changes how much is lost, this does not.
/// </summary>
/// <param name="Enter">The chance that a burst begins with the next packet: netem's p.</param>
/// <param name="Leave">The chance that it ends: r.</param>
/// <param name="InBurst">Share lost in a burst: 1-h.</param>
/// <param name="Between">Share lost between bursts: 1-k.</param>
internal sealed record PacketLoss(double Enter, double Leave, double InBurst, double Between)
{
    public static PacketLoss None { get; } = Random(0);

    /// <summary>Null, or the model of four states in place of this one.</summary>
    public LossStates? States { get; init; }

    public bool IsBursty => Enter > 0 || States is not null;

    /// <summary>Of all packets, in the long run.</summary>
    public double Share => States?.Share ?? (IsBursty ? Between + (InBurst - Between) * Enter / (Enter + Leave) : Between);

    /// <summary>How alike two packets in a row fare, from 0: by this factor the burst is forgotten with each packet.</summary>
    public double Memory => States?.Memory ?? (IsBursty ? Math.Max(0, 1 - Enter - Leave) : 0);

    public static PacketLoss Random(double share) => new(0, 1, 0, share);

    /// <param name="correlation">Between a packet's fate and the next one's, from 0 to below 1. The share stays as it is.</param>
    public static PacketLoss Correlated(double share, double correlation) =>
        correlation == 0 ? Random(share) : new(share * (1 - correlation), (1 - share) * (1 - correlation), 1, 0);

    public static PacketLoss InStates(LossStates states) => Random(0) with { States = states };

    /// <summary>Why there is no model of what both together lose; null: there is.</summary>
    public static string? Conflict(PacketLoss a, PacketLoss b)
    {
        if (a.IsBursty && b.IsBursty) return "two losses that come in bursts have no common model on one link";
        return a != None && b != None && (a.States ?? b.States) is not null
            ? "a loss by four states has no common model with another loss on one link"
            : null;
    }

    /// <summary>Exact where one of them has no memory. What has no common model is refused before: <see cref="Conflict"/>.</summary>
    public static PacketLoss operator +(PacketLoss a, PacketLoss b)
    {
        if (Conflict(a, b) is { } conflict) throw new InvalidOperationException(conflict);
        if (a.States is not null || b.States is not null) return a.States is null ? b : a;
        var (model, flat) = a.IsBursty ? (a, b.Between) : (b, a.Between);
        return model with
        {
            InBurst = model.IsBursty ? Shape.Either(model.InBurst, flat) : 0, Between = Shape.Either(model.Between, flat),
        };
    }

    public override string ToString() => IsBursty ? $"{Shape.Percent(Share)} lost in bursts" : $"{Shape.Percent(Share)} lost";
}
