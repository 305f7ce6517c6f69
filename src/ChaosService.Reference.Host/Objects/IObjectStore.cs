namespace ChaosService.Reference.Host.Objects;

/// <summary>
/// Files by key, each written whole and never changed. Every failure is an <see cref="IOException"/> that names the place, including
/// a time-out.
/// </summary>
internal interface IObjectStore : IDisposable
{
    /// <summary>When it completes, the content survives a crash. An existing key gets the new content.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <returns>Null when the key does not exist.</returns>
    Task<byte[]?> GetAsync(string key, CancellationToken cancellation);

    Task<bool> HasAsync(string key, CancellationToken cancellation);

    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>No effect when the key does not exist.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);
}
