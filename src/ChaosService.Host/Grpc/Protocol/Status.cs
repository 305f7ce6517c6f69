namespace ChaosService.Host.Grpc.Protocol;

/// <summary>How a call ended, with a sentence for people.</summary>
internal readonly record struct Status(StatusCode StatusCode, string Detail)
{
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");
}
