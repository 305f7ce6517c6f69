using System.Diagnostics;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Nftables;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>The library against the program, in a network of their own.</summary>
[Trait("needs", "docker")]
public sealed class NftTests : IDisposable
{
    private const string Table = "inet chaosservice";
    private readonly Process _node = Process.Start(new ProcessStartInfo("unshare", ["--net", "sleep", "120"]))!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _node.Kill();
        _node.WaitForExit();
        _node.Dispose();
    }

    [Fact]
    public void Library_is_installed_with_the_program() => Assert.True(NftLibrary.IsThere);

    [Fact]
    public async Task Document_is_applied_in_the_nodes_network_and_listed_as_the_program_lists_it()
    {
        await InsideAsync();
        const string Rule = "ip saddr 192.0.2.1 counter drop comment \"f1\"";
        await Nft.ApplyAsync(
            _node.Id, $"table {Table} {{ chain input {{ type filter hook input priority -300; {Rule}; }}; }}", Stop);

        var listed = await Nft.ListAsync(_node.Id, Table, Stop);

        Assert.Equal(await ProgramAsync("-j", "list", "table", "inet", "chaosservice"), listed!.TrimEnd('\n'));
        var rule = Assert.Single(NftTable.Parse(listed));
        Assert.Equal(("f1", 0L, "input"), (rule.FaultId, rule.Packets, rule.Chain));
        var here = await CommandRunner.RunAsync(new("nft", "list", "table", "inet", "chaosservice"), Stop);
        Assert.False(here.Succeeded, "the machine's own network has the table");

        await Nft.ApplyAsync(_node.Id, $"delete table {Table}\n", Stop);
        Assert.Null(await Nft.ListAsync(_node.Id, Table, Stop));
    }

    [Fact]
    public async Task Refusal_is_in_the_programs_words_and_nothing_is_applied()
    {
        await InsideAsync();
        const string Document = "add table inet chaosservice\nadd chain inet nowhere input\n";

        var refused = await Assert.ThrowsAsync<CommandFailedException>(() => Nft.ApplyAsync(_node.Id, Document, Stop));

        var program = await CommandRunner.RunAsync(
            new("nsenter", $"--net=/proc/{_node.Id}/ns/net", "nft", "-f", "-") { Input = Document }, Stop);
        Assert.Contains(program.Error.Split('\n')[0].Split("Error: ")[1], refused.Message);
        Assert.Null(await Nft.ListAsync(_node.Id, Table, Stop));
    }

    [Fact]
    public async Task Networks_are_kept_apart_when_many_are_changed_at_once()
    {
        await InsideAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Nft.ApplyAsync(_node.Id, $"add table inet t{n}\n", Stop)));

        Assert.Equal(50, (await ProgramAsync("list", "tables")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Process_that_is_gone_is_told()
    {
        await InsideAsync();
        _node.Kill();
        await _node.WaitForExitAsync(Stop);

        var gone = await Assert.ThrowsAsync<CommandFailedException>(() => Nft.ListAsync(_node.Id, Table, Stop));

        Assert.Contains($"/proc/{_node.Id}/ns/net", gone.Message);
    }

    private async Task<string> ProgramAsync(params string[] arguments) =>
        (await CommandRunner.RunOrThrowAsync(new("nsenter", [$"--net=/proc/{_node.Id}/ns/net", "nft", .. arguments]), Stop)).TrimEnd('\n');

    /// <summary>Returns once the process has its own network.</summary>
    private async Task InsideAsync()
    {
        while (File.ReadAllText($"/proc/{_node.Id}/comm") != "sleep\n") await Task.Delay(5, Stop);
    }
}
