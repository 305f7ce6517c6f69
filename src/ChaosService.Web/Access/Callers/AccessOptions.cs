namespace ChaosService.Web.Access.Callers;

/// <summary>Who may reach the service, as configured.</summary>
internal sealed record AccessOptions
{
    /// <summary>Holds the audit log, beside the state database.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>
    /// Whether callers without a token are let in as admins while no token was ever made: on loopback, or with <c>--insecure</c>, and
    /// not with <c>--require-tokens</c>.
    /// </summary>
    public required bool OpenWithoutTokens { get; init; }

    /// <summary>Whether only this machine can connect: then the Host header must name it.</summary>
    public required bool LoopbackOnly { get; init; }

    /// <summary>
    /// Names under which the service is reached besides localhost, without port. Elsewhere than on loopback, none means any.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Wrong tokens from one address before their answer is 429. Default: 10, then one in 6 s.</summary>
    public BucketSize FailedLogins { get; init; } = new(Burst: 10, PerSecond: 1.0 / 6);

    /// <summary>Changes by one token or one address. Default: 500, then 250/s, about what the service can take in.</summary>
    public BucketSize Changes { get; init; } = new(Burst: 500, PerSecond: 250);

    /// <summary>Default 1 MiB: an experiment file is a few KiB.</summary>
    public long BodyBytesMax { get; init; } = 1 << 20;
}
