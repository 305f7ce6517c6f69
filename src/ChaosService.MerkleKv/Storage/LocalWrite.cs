namespace ChaosService.MerkleKv.Storage;

/// <summary>The outcome of a client's write.</summary>
/// <param name="Found">Whether the key had a value before.</param>
/// <param name="Stored">Done when the write is on the disk, in the persistent engine. Only then does the client get its reply.</param>
internal sealed record LocalWrite(string? Value, bool Found, string? Refusal, Task Stored);
