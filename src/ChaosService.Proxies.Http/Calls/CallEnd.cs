namespace ChaosService.Proxies.Http.Calls;

/// <summary>How the answer of a call ends.</summary>
internal enum CallEnd
{
    Whole,

    /// <summary>In the middle, so that the client can detect that something is missing.</summary>
    Cut,

    /// <summary>The client's connection is reset.</summary>
    Reset,
}
