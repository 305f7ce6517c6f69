namespace ChaosService.Faults.Network.State;

/// <summary>
/// The loss model of four states (Salsano, Ludovici, Ordine: "general and intuitive"), netem's <c>loss state</c>, by its names: in 1
/// packets arrive; 4 is a single loss in between; in 3 packets are lost in a burst; in 2 they arrive within one. A packet's fate is that of
/// the state that the model comes to with it.
/// </summary>
/// <param name="P13">The chance that a burst begins with a packet.</param>
/// <param name="P31">That it ends.</param>
/// <param name="P32">That a packet arrives within it.</param>
/// <param name="P23">That those that arrive within it end.</param>
/// <param name="P14">That a packet is lost by itself.</param>
internal sealed record LossStates(double P13, double P31, double P32, double P23, double P14)
{
    /// <summary>Where it begins, as in the kernel.</summary>
    public const int First = 1;

    /// <summary>
    /// How far back a packet's fate is looked for in a later one's: all is forgotten by then in any model that can be shown.
    /// </summary>
    private const int Horizon = 5000;

    /// <summary>Of all packets, in the long run.</summary>
    public double Share
    {
        get
        {
            var shares = LongRun();
            return shares[3] + shares[4];
        }
    }

    /// <summary>
    /// How alike the fates of packets in a row are, as one factor m: so much that <c>(1 + m) / (1 - m)</c> packets in a row say as much as
    /// one that fares by itself.
    /// </summary>
    public double Memory
    {
        get
        {
            var share = Share;
            if (share is 0 or 1) return 0;
            var shares = LongRun();
            // Lost at first, each in its share; then step by step, and how much more of them is lost than of all.
            double[] now = [0, 0, 0, shares[3] / share, shares[4] / share];
            var alike = 0.0;
            for (var i = 0; i < Horizon; i++)
            {
                now = Step(now);
                alike += (now[3] + now[4] - share) / (1 - share);
            }
            var spread = Math.Max(1, 1 + 2 * alike);
            return (spread - 1) / (spread + 1);
        }
    }

    public static bool IsLost(int state) => state is 3 or 4;

    /// <summary>The state that comes after this one, in the order in which the kernel compares.</summary>
    /// <param name="drawn">Uniform, from 0 to below 1.</param>
    public int Next(int state, double drawn) => state switch
    {
        1 => drawn < P14 ? 4 : drawn < P14 + P13 ? 3 : 1,
        2 => drawn < P23 ? 3 : 2,
        3 => drawn < P32 ? 2 : drawn < P32 + P31 ? 1 : 3,
        _ => 1,
    };

    /// <summary>By state; state 0 is unused.</summary>
    private double[] LongRun()
    {
        var in3 = P13 / P31;
        var in2 = P32 == 0 ? 0 : in3 * P32 / P23;
        var all = 1 + in2 + in3 + P14;
        return [0, 1 / all, in2 / all, in3 / all, P14 / all];
    }

    private double[] Step(double[] now) =>
    [
        0,
        now[1] * (1 - P13 - P14) + now[3] * P31 + now[4],
        now[2] * (1 - P23) + now[3] * P32,
        now[1] * P13 + now[2] * P23 + now[3] * (1 - P31 - P32),
        now[1] * P14,
    ];
}
