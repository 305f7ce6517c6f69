namespace ChaosService.Proxies.Http.Serving;

/// <summary>What a connection speaks, as far as a proxy that reads HTTP must know.</summary>
internal enum Protocol
{
    /// <summary>More bytes are needed to tell.</summary>
    Undecided,

    Http1,

    /// <summary>Without TLS and without having asked (prior knowledge), as gRPC clients do.</summary>
    Http2,

    /// <summary>Nobody without the keys can read it.</summary>
    Tls,

    Other,
}
