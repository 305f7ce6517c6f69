namespace ChaosService.Proxies.Http.Serving;

/// <summary>The protocol of a connection, as far as a proxy that reads HTTP needs it.</summary>
internal enum Protocol
{
    /// <summary>More bytes are needed to decide.</summary>
    Undecided,

    Http1,

    /// <summary>Without TLS and without negotiation (prior knowledge), as gRPC clients do.</summary>
    Http2,

    /// <summary>Unreadable without the keys.</summary>
    Tls,

    Other,
}
