using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>Decides for each packet whether it is lost, as netem's <c>loss gemodel</c> and <c>loss state</c> do.</summary>
internal sealed class LossModel(PacketLoss loss, SeededRandom random)
{
    private bool _inBurst;
    private int _state = LossStates.First;

    public bool Loses()
    {
        if (loss.States is { } states) return LossStates.IsLost(_state = states.Next(_state, random.NextDouble()));
        if (!loss.IsBursty) return loss.Between > 0 && random.NextDouble() < loss.Between;
        var share = _inBurst ? loss.InBurst : loss.Between;
        if (random.NextDouble() < (_inBurst ? loss.Leave : loss.Enter)) _inBurst = !_inBurst;
        return random.NextDouble() < share;
    }
}
