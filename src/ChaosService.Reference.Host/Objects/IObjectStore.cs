namespace ChaosService.Reference.Host.Objects;

/// <summary>
/// Files by key, each written whole and never changed. Whatever goes wrong is an <see cref="IOException"/> that names the place, also when
/// it took too long.
/// </summary>
internal interface IObjectStore : IDisposable
{
    /// <summary>When it is done, the content outlasts a crash. A key that is there gets the new content.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <returns>Null when there is no such key.</returns>
    Task<byte[]?> GetAsync(string key, CancellationToken cancellation);

    Task<bool> HasAsync(string key, CancellationToken cancellation);

    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Nothing when there is no such key.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);
}
