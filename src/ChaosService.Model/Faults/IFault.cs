using ChaosService.Model.Recovery;

namespace ChaosService.Model.Faults;

/// <summary>
/// One fault's life: prepare → inject → observe effect → (hold) → revert → observe recovery. The nemesis journals the recipe that
/// <see cref="PrepareAsync"/> returns before it calls <see cref="InjectAsync"/>, and always calls <see cref="RevertAsync"/> after,
/// even when injection failed half-way.
/// </summary>
public interface IFault : IAsyncDisposable
{
    /// <summary>
    /// Inspects the nodes, refuses an unsafe fault (with <see cref="FaultRefusedException"/>), and returns the undo. No side effects.
    /// </summary>
    Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Returns when the fault is active on every node.</summary>
    Task InjectAsync(CancellationToken cancellationToken);

    /// <summary>Measures that the fault has its effect.</summary>
    Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken);

    /// <summary>Reverts the fault everywhere. Idempotent. A node that is gone counts as reverted.</summary>
    Task RevertAsync(CancellationToken cancellationToken);

    /// <summary>Measures that the fault no longer has an effect.</summary>
    Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Raised when the fault was inactive for a while, such as during a restart of its node; the argument is a sentence for the history.
    /// </summary>
    event Action<string>? Interrupted;
}

/// <param name="Seen">The effect, or its end, was seen.</param>
/// <param name="Evidence">The measurement in a sentence: <c>etcd1 → etcd2:2380 no answer in 300 ms; 14 packets dropped</c>.</param>
public sealed record Proof(bool Seen, string Evidence)
{
    public static Proof All(IReadOnlyCollection<Proof> proofs) =>
        new(proofs.Count > 0 && proofs.All(p => p.Seen), string.Join("; ", proofs.Select(p => p.Evidence)));
}

/// <summary>The fault would be unsafe or impossible here; the message names the node, the reason and the fix. Nothing was done.</summary>
public sealed class FaultRefusedException(string message) : Exception(message);
