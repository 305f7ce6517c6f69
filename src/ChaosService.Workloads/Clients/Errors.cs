using ChaosService.Model.Histories;

namespace ChaosService.Workloads.Clients;

/// <summary>The phrases of <c>error</c> that are written or matched in several places.</summary>
internal static class Errors
{
    /// <summary>Info: the request's own time limit ran out. Fail when that was before anything was written.</summary>
    public const string Timeout = "timeout";

    /// <summary>Info, or fail, as <see cref="Timeout"/>: the run ended and the op was cut off.</summary>
    public const string CutOff = "cut off";

    /// <summary>Info: the connection broke after the request had been sent, at least in part.</summary>
    public const string ConnectionBroken = "connection broken";

    /// <summary>Fail: nothing was sent.</summary>
    public const string ConnectionRefused = "connection refused";

    /// <summary>Fail: nothing was sent, because the node is not running.</summary>
    public const string NodeDown = "node down";

    /// <summary>Fail: a compare-and-set found another value.</summary>
    public const string CompareFailed = Answers.CompareFailed;

    /// <summary>Fail: open loop, and every client was busy for the load's whole time limit.</summary>
    public const string Shed = $"{Answers.Shed}: no free client";
}
