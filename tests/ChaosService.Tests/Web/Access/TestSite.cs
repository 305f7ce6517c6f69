using System.Net;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Sql;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Audit;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Web;
using ChaosService.Web.Access.Audit;
using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Web.Access;

/// <summary>A real server on a free port of loopback, with an endpoint for each kind of access.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly WebApplication _app;

    private TestSite(Func<AccessOptions, AccessOptions> change)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Database>(new StateDatabase(_directory.Path)).AddSingleton<TimeProvider>(Clock);
        builder.Services.AddAccess(
            change(new AccessOptions { StateDirectory = _directory.Path, OpenWithoutTokens = true, LoopbackOnly = true }));
        _app = builder.Build();
        _app.UseAccess();
        _app.MapGet("/health", () => "well").AllowAnyone();
        _app.MapGet("/see", () => "seen").RequireRole(Role.Viewer);
        _app.MapPost("/run", (HttpContext context) => context.NoteSubject("experiment", "etcd-mixed")).RequireRole(Role.Operator);
        _app.MapPut("/things/{name}", (string name) => name).RequireRole(Role.Admin);
        _app.MapGet("/unmarked", () => "secret");
        _app.MapPost("/halt", () => "halted").RequireRole(Role.Operator).AlwaysReachable();
        _app.MapGet("/report", () => "report").RequireRole(Role.Viewer).InSandbox();
        _app.MapPost("/broken", () => { throw new InvalidOperationException("broken"); }).RequireRole(Role.Operator);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string StatePath => _directory.Path;

    public TokenStore Tokens => _app.Services.GetRequiredService<TokenStore>();

    public AuditLog Audit => _app.Services.GetRequiredService<AuditLog>();

    public HttpClient Client { get; private set; } = null!;

    public static async Task<TestSite> StartAsync(Func<AccessOptions, AccessOptions>? change = null)
    {
        var site = new TestSite(change ?? (o => o));
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        // A client of its own accord sends the body when no answer comes within a second.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = Wait.Limit };
        site.Client = new HttpClient(handler) { BaseAddress = new Uri(site._app.Urls.Single()) };
        return site;
    }

    public string Token(Role role, TimeSpan? lifetime = null) =>
        Tokens.Create(role.ToString().ToLowerInvariant(), role, lifetime)!.Text.Reveal();

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(
        string method, string path, string? token = null, params (string Name, string Value)[] headers) =>
        (await SendAsync(method, path, token, headers)).StatusCode;

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _app.DisposeAsync();
        _directory.Dispose();
    }
}

internal static class Answers
{
    /// <summary>The problem's detail, after a look at its form.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var json =
            System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((int)response.StatusCode, json.RootElement.GetProperty("status").GetInt32());
        return json.RootElement.GetProperty("detail").GetString()!;
    }
}
