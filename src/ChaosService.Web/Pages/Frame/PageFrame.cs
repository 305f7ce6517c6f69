namespace ChaosService.Web.Pages.Frame;

/// <summary>What every page shows around its own part.</summary>
/// <param name="Path">The page's address, without its query.</param>
/// <param name="Assets">The folder of style and scripts, such as <c>/assets/3f2a…</c>.</param>
/// <param name="Caller">Name of the token; null when the service is open and nobody had to sign in.</param>
/// <param name="MayOperate">Whether the caller may trigger, abort, revert, halt and resume. Buttons that would be refused are not
/// there.</param>
/// <param name="Halted">Why the service is halted; null when it is not.</param>
/// <param name="Troubles">What else is wrong with the service, a sentence each.</param>
/// <param name="Now">When the page was made.</param>
/// <param name="LastEvent">Id of the last event of <c>/api/v1/events</c> that the page has in it.</param>
public sealed record PageFrame(
    string Path, string Assets, string? Caller, string Role, bool MayOperate, string? Halted, IReadOnlyList<string> Troubles,
    DateTimeOffset Now, long LastEvent);
