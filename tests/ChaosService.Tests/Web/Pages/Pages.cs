using System.Net;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Tokens;
using ChaosService.Model.Histories;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Web.Pages;

/// <summary>Asks for pages as a browser does.</summary>
internal static class Pages
{
    /// <summary>To stand at the end of an experiment.</summary>
    public const string Schedule = "\n  schedule: { cron: \"0 0 2 * * ?\" }\n";

    public static async Task<string> PageAsync(
        this ServiceUnderTest service, string path, HttpStatusCode expected = HttpStatusCode.OK, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html");
        if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
        using var response = await service.Http.SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{path}: {(int)response.StatusCode} {html}");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return html;
    }

    public static string Token(this ServiceUnderTest service, Role role) =>
        service.Part<TokenStore>().Create(role.ToString().ToLowerInvariant(), role, null)!.Text.Reveal();

    /// <summary>A run that has begun, and what it tells.</summary>
    public static async Task<(string Id, IRunListener Tells)> BegunAsync(this ServiceUnderTest service)
    {
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        return (id, service.Work.Listeners[id]);
    }

    public static FaultEvent Fault(FaultStep step, string id = "f1", bool? proven = null, string detail = "", string node = "etcd2") =>
        new(-1, 2_000_000_000, id, "network-partition", step, [node], proven, detail);

    public static RunProgress Progress(double seconds, double ops = 274, params IReadOnlyList<string> faults) =>
        new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(10), ops, 0.125, 57.72, faults, 1) { TimeNs = (long)((seconds + 1) * 1e9) };
}
