using System.Text.RegularExpressions;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Presets.GitHub;

/// <summary>
/// The status of the commit that a run is about: its label <c>commit</c>, in the repository of the label <c>repository</c>. A run without
/// that label has none.
/// </summary>
internal sealed partial class GitHubPreset : IPreset
{
    public const string CommitLabel = "commit";
    public const string RepositoryLabel = "repository";

    /// <summary>GitHub's own limit.</summary>
    private const int DescriptionMax = 140;

    public string Kind => "github";

    public string DefaultUrl => "https://api.github.com";

    public IReadOnlyList<string> DefaultEvents =>
    [
        EventTypes.RunBegun, EventTypes.RunPassed, EventTypes.RunInvalid, EventTypes.RunUnknown, EventTypes.RunAborted,
        EventTypes.RunInterrupted, EventTypes.RunRejected,
    ];

    public IReadOnlyList<string> Uses => ["token", "repository"];

    public IEnumerable<string> Problems(ReceiverOptions options)
    {
        if (options.Token.Length == 0)
            yield return "token: empty; write one that may set commit statuses (permission `statuses: write`, classic scope `repo:status`)";
        if (options.Repository.Length > 0 && !Repository().IsMatch(options.Repository))
            yield return $"repository: not a repository: \"{options.Repository}\"; write owner/name";
    }

    public OutgoingRequest? Write(Notification e, ReceiverOptions to, Uri url, DateTimeOffset at)
    {
        if (State(e.Type) is not { } state || Commit(e, to) is not var (repository, commit)) return null;
        // A fault that stays is no result of the run: it has a status beside that.
        var context = $"chaosservice/{e.Data.Experiment}{(e.Always ? $"/{e.Data.Fault!.Id}" : "")}";
        var body = new { state, target_url = e.Data.Link, description = e.Data.Summary.Cut(DescriptionMax), context };
        var headers = PresetJson.Bearer(to.Token);
        headers["Accept"] = "application/vnd.github+json";
        headers["X-GitHub-Api-Version"] = "2022-11-28";
        return new OutgoingRequest(
            new Uri($"{url.AbsoluteUri.TrimEnd('/')}/repos/{repository}/statuses/{commit}"), PresetJson.ContentType,
            PresetJson.Write(body)) { Headers = headers };
    }

    private static (string Repository, string Commit)? Commit(Notification e, ReceiverOptions to)
    {
        if (e.Data.Labels is not { } labels || !labels.TryGetValue(CommitLabel, out var commit) || !Sha().IsMatch(commit)) return null;
        var named = labels.GetValueOrDefault(RepositoryLabel, to.Repository);
        if (to.Repository.Length > 0 && !named.Equals(to.Repository, StringComparison.OrdinalIgnoreCase)) return null;
        return Repository().IsMatch(named) ? (named, commit) : null;
    }

    private static string? State(string type) => type switch
    {
        EventTypes.RunBegun => "pending",
        EventTypes.RunPassed or EventTypes.FaultResolved => "success",
        EventTypes.RunInvalid or EventTypes.RunViolated => "failure",
        EventTypes.RunUnknown or EventTypes.RunAborted or EventTypes.RunInterrupted or EventTypes.RunRejected
            or EventTypes.FaultNotReverted => "error",
        _ => null,
    };

    [GeneratedRegex("^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$")]
    private static partial Regex Sha();

    /// <summary>Each part is a name and never <c>..</c>: it becomes part of an address that the token is sent to.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][\w-]{0,99}/\.?[A-Za-z0-9_-][\w.-]{0,99}$")]
    private static partial Regex Repository();
}
