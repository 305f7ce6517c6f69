namespace ChaosService.Web.Pages.Frame;

/// <summary>The frame that every page shows around its own part.</summary>
/// <param name="Path">The page's address, without its query.</param>
/// <param name="Assets">The folder of style and scripts, such as <c>/assets/3f2a…</c>.</param>
/// <param name="Caller">Name of the token; null when the service is open and no sign-in was needed.</param>
/// <param name="MayOperate">Whether the caller may trigger, abort, revert, halt and resume. Buttons whose action would be refused are not
/// shown.</param>
/// <param name="Halted">Why the service is halted; null when it is not.</param>
/// <param name="Troubles">The service's other problems, a sentence each.</param>
/// <param name="Now">When the page was created.</param>
/// <param name="LastEvent">Id of the last event of <c>/api/v1/events</c> that the page includes.</param>
public sealed record PageFrame(
    string Path, string Assets, string? Caller, string Role, bool MayOperate, string? Halted, IReadOnlyList<string> Troubles,
    DateTimeOffset Now, long LastEvent);
