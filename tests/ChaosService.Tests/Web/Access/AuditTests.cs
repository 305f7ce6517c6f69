using System.Net;
using System.Text;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Audit;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Web.Access.Callers;

namespace ChaosService.Tests.Web.Access;

public sealed class AuditTests
{
    [Fact]
    public async Task Every_change_of_a_known_caller_is_recorded_with_its_result_and_no_read_is()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Operator);
        await site.SendAsync("GET", "/see", token);
        await site.SendAsync("POST", "/run", token);
        await site.SendAsync("PUT", "/things/etcd", token);
        Assert.Equal(HttpStatusCode.InternalServerError, await site.StatusAsync("POST", "/broken", token));

        var entries = site.Audit.Entries().ToList();

        Assert.Equal(
            ["POST /run Done 200 experiment=etcd-mixed", "PUT /things/{name} Refused 403 name=etcd", "POST /broken Failed 500 "],
            entries.Select(e => $"{e.What} {e.Result} {e.Status} {string.Join(' ', e.Subject.Select(s => $"{s.Key}={s.Value}"))}"));
        Assert.All(
            entries, e => Assert.Equal(("operator", "operator", "127.0.0.1", site.Clock.GetUtcNow()), (e.Who, e.Role, e.From, e.At)));
    }

    [Fact]
    public async Task Open_service_says_anyone_and_strangers_leave_no_line()
    {
        await using var site = await TestSite.StartAsync(o => o with { Changes = new BucketSize(1, 0.001) });
        await site.SendAsync("POST", "/run");
        Assert.Equal(HttpStatusCode.TooManyRequests, await site.StatusAsync("POST", "/run"));
        await site.SendAsync("POST", "/halt", "cst_wrong");

        Assert.Equal(["(anyone)"], site.Audit.Entries().Select(e => e.Who));
    }

    [Fact]
    public async Task No_secret_is_in_any_file_of_the_state()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Admin);
        await site.SendAsync("PUT", $"/things/{token}?key={token}", token, ("Cookie", $"chaosservice-token={token}"));
        await site.SendAsync("PUT", "/things/x", token[..^1]);

        var secret = Encoding.ASCII.GetBytes(token[12..^6]);
        var files = Directory.GetFiles(site.StatePath, "*", SearchOption.AllDirectories);

        Assert.Contains(files, f => f.EndsWith("audit.jsonl", StringComparison.Ordinal));
        Assert.Contains(files, f => f.EndsWith("state.db", StringComparison.Ordinal));
        Assert.Equal(token[..12] + "(hidden)", site.Audit.Entries().Single().Subject["name"]);
        Assert.All(files, f => Assert.Equal(-1, Read(f).AsSpan().IndexOf(secret)));
        Assert.Contains(files, f => Read(f).AsSpan().IndexOf(Encoding.ASCII.GetBytes(token[4..12])) >= 0);
    }

    [Fact]
    public async Task Files_are_bounded_and_the_newest_entries_stay()
    {
        using var directory = new TempDirectory();
        using var audit = new AuditLog(directory.Path, TimeProvider.System, fileBytesMax: 1000);
        for (var i = 0; i < 200; i++) await audit.AppendAsync(Entry(i));

        var files = Directory.GetFiles(Path.Combine(directory.Path, "audit"), "audit*");
        var kept = audit.Entries().Select(e => e.Status!.Value).ToList();

        Assert.Equal(AuditLog.OldFilesMax + 1, files.Length);
        Assert.All(files, f => Assert.InRange(new FileInfo(f).Length, 1, 1000));
        Assert.Equal(Enumerable.Range(200 - kept.Count, kept.Count), kept);
    }

    [Fact]
    public async Task Writers_of_several_processes_lose_nothing()
    {
        using var directory = new TempDirectory();
        using var one = new AuditLog(directory.Path, TimeProvider.System);
        using var two = new AuditLog(directory.Path, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? one : two).AppendAsync(Entry(i))));

        Assert.Equal(Enumerable.Range(0, 200), one.Entries().Select(e => e.Status!.Value).Order());
    }

    [Fact]
    public async Task Line_that_is_cut_off_hides_no_other_and_a_name_cannot_forge_one()
    {
        using var directory = new TempDirectory();
        using var audit = new AuditLog(directory.Path, TimeProvider.System);
        await audit.AppendAsync(Entry(1) with { Subject = new Dictionary<string, string> { ["name"] = "a\n{\"who\":\"somebody else\"}" } });
        await File.AppendAllTextAsync(
            Path.Combine(directory.Path, "audit", "audit.jsonl"), "{\"at\":\"2026-", TestContext.Current.CancellationToken);

        Assert.Equal(["ci"], audit.Entries().Select(e => e.Who));
    }

    [Fact]
    public async Task Change_goes_on_when_the_record_cannot_be_written()
    {
        await using var site = await TestSite.StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(site.StatePath, "audit"), "a file where the directory should be", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/halt"));
    }

    private static AuditEntry Entry(int number) => new(
        DateTimeOffset.UnixEpoch, "ci", "admin", "::1", "POST /run", new Dictionary<string, string>(), number, AuditResult.Done);

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
