namespace ChaosService.Proxies.Http.Calls;

/// <summary>How the answer of a call ends.</summary>
internal enum CallEnd
{
    Whole,

    /// <summary>In the middle, and the client can see that something is missing.</summary>
    Cut,

    /// <summary>The client's connection is reset.</summary>
    Reset,
}
