namespace ChaosService.Service.Options;

/// <summary>A collector that gets traces, metrics and logs by OTLP.</summary>
internal sealed record OtlpOptions
{
    /// <summary>The collector: <c>http://tempo:4317</c>, with the port of the protocol. Empty: none.</summary>
    public string Endpoint { get; init; } = "";

    public OtlpProtocol Protocol { get; init; } = OtlpProtocol.Grpc;

    /// <summary>Sent with everything: <c>authorization=Basic …, x-scope-orgid=team</c>. Best set as CHAOSSERVICE__OTLP__HEADERS.</summary>
    [Secret]
    public string Headers { get; init; } = "";

    /// <summary>A trace for each run.</summary>
    public bool Traces { get; init; } = true;

    /// <summary>What /metrics shows, besides.</summary>
    public bool Metrics { get; init; }

    /// <summary>What the log files show, besides.</summary>
    public bool Logs { get; init; }

    public bool Enabled => Endpoint.Length > 0;

    /// <summary>A record would print its headers.</summary>
    public override string ToString() => Enabled ? $"{Protocol} to {Endpoint}" : "no collector";
}

/// <summary>The protocol of OTLP.</summary>
internal enum OtlpProtocol
{
    /// <summary>gRPC, usually at port 4317.</summary>
    Grpc,

    /// <summary>Protobuf over HTTP, usually at port 4318.</summary>
    HttpProtobuf,
}
