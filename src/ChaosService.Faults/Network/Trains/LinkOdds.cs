using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Trains;

/// <summary>What a train meets on a link of this shape. Both backends draw in this order: twice, lost, corrupted.</summary>
internal sealed record LinkOdds(Shape Shape)
{
    /// <summary>Of a packet no whole copy arrives. Of one that was doubled and lost, one arrives; a copy may be lost by itself.</summary>
    public double NotIntact
    {
        get
        {
            var (twice, lost, corrupted) = (Shape.Duplicated, Shape.Loss.Share, Shape.Corrupted);
            var oneArrives = (twice * lost + (1 - twice) * (1 - lost)) * (1 - corrupted);
            var twoSent = twice * (1 - lost) * (1 - corrupted * (1 - (1 - lost) * (1 - corrupted)));
            return 1 - oneArrives - twoSent;
        }
    }

    /// <summary>Two whole copies arrive.</summary>
    public double Twice => Shape.Duplicated * Math.Pow(1 - Shape.Loss.Share, 2) * Math.Pow(1 - Shape.Corrupted, 2);

    public double Overtaking => Shape.Delay > TimeSpan.Zero ? Shape.Reordering?.Jumps ?? 0 : 0;
}
