using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network;

/// <summary>netem where the kernel has it, NFQUEUE otherwise. Probed once, in throw-away network namespaces.</summary>
internal sealed class ShaperChoice(TimeProvider time)
{
    private readonly Lazy<Task<Choice>> _choice = new(() => ChooseAsync(time));

    /// <summary>Null when this machine has neither.</summary>
    public async Task<IShaper?> ShaperAsync() => (await _choice.Value).Shaper;

    public async Task<IShaper> RequiredAsync()
    {
        var choice = await _choice.Value;
        return choice.Shaper ?? throw new FaultRefusedException($"Packets cannot be delayed on this machine: {choice.Why}");
    }

    public async Task<FaultAvailability> ProbeAsync()
    {
        var choice = await _choice.Value;
        return new(choice.Shaper is not null, choice.Shaper?.Name ?? choice.Why);
    }

    private static async Task<Choice> ChooseAsync(TimeProvider time)
    {
        var netem = await NetworkProbes.NetemAsync(CancellationToken.None);
        if (netem.Available) return new(new NetemShaper(), netem.Detail);
        var nfqueue = await NetworkProbes.NfqueueAsync(CancellationToken.None);
        return nfqueue.Available ? new(new NfqueueShaper(time), nfqueue.Detail) : new(null, $"{netem.Detail}; {nfqueue.Detail}");
    }

    private sealed record Choice(IShaper? Shaper, string Why);
}
