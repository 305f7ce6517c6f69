namespace ChaosService.Faults.Proxy.Choosing;

/// <summary>What a port answered to a question that changes nothing.</summary>
/// <param name="Speaks">It speaks what the fault is about.</param>
/// <param name="IsSilent">It said nothing in time.</param>
/// <param name="Words">What it said.</param>
internal sealed record PortAnswer(bool Speaks, bool IsSilent, string Words)
{
    public override string ToString() => Words;
}
