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

    public bool IsBursty => Enter > 0;

    /// <summary>Of all packets, in the long run.</summary>
    public double Share => IsBursty ? Between + (InBurst - Between) * Enter / (Enter + Leave) : Between;

    /// <summary>How alike two packets in a row fare, from 0: by this factor the burst is forgotten with each packet.</summary>
    public double Memory => IsBursty ? Math.Max(0, 1 - Enter - Leave) : 0;

    public static PacketLoss Random(double share) => new(0, 1, 0, share);

    /// <param name="correlation">Between a packet's fate and the next one's, from 0 to below 1. The share stays as it is.</param>
    public static PacketLoss Correlated(double share, double correlation) =>
        correlation == 0 ? Random(share) : new(share * (1 - correlation), (1 - share) * (1 - correlation), 1, 0);

    /// <summary>Exact where one of them has no memory. Two with bursts are refused before: <see cref="Shape.Conflict"/>.</summary>
    public static PacketLoss operator +(PacketLoss a, PacketLoss b)
    {
        if (a.IsBursty && b.IsBursty) throw new InvalidOperationException("Two losses that come in bursts do not add up.");
        var (model, flat) = a.IsBursty ? (a, b.Between) : (b, a.Between);
        return model with
        {
            InBurst = model.IsBursty ? Shape.Either(model.InBurst, flat) : 0, Between = Shape.Either(model.Between, flat),
        };
    }

    public override string ToString() => IsBursty ? $"{Shape.Percent(Share)} lost in bursts" : $"{Shape.Percent(Share)} lost";
}
