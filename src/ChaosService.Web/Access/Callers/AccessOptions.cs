namespace ChaosService.Web.Access.Callers;

/// <summary>The configured access rules.</summary>
internal sealed record AccessOptions
{
    /// <summary>The directory of the audit log, next to the state database.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>
    /// Whether callers without a token are admitted as admins until the first token is created: on loopback, or with <c>--insecure</c>, but
    /// not with <c>--require-tokens</c>.
    /// </summary>
    public required bool OpenWithoutTokens { get; init; }

    /// <summary>Whether only this machine can connect: then the Host header must name it.</summary>
    public required bool LoopbackOnly { get; init; }

    /// <summary>Names of the service besides localhost, without port. Except on loopback, an empty list allows any name.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Wrong tokens from one address before the answer is 429. Default: 10, then one per 6 s.</summary>
    public BucketSize FailedLogins { get; init; } = new(Burst: 10, PerSecond: 1.0 / 6);

    /// <summary>Changes by one token or one address. Default: 500, then 250/s, about as much as the service can handle.</summary>
    public BucketSize Changes { get; init; } = new(Burst: 500, PerSecond: 250);

    /// <summary>Default 1 MiB: an experiment file is a few KiB.</summary>
    public long BodyBytesMax { get; init; } = 1 << 20;
}
