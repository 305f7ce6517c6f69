using System.Net;
using System.Net.Http.Json;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Host.Serving;

/// <summary>What somebody who may apply and trigger experiments tries in order to reach more than the containers of a target.</summary>
public sealed class BreakOutTests
{
    public static TheoryData<string, string> Experiments => new()
    {
        // Paths in the place of a target's name.
        { "target: ../../etc", "there is no such target" },
        { "target: { name: /var/lib/docker }", "there is no such target" },
        { "target: etcd/../redis-sentinel", "there is no such target" },
        { "target: { name: etcd, composeFile: /tmp/mine.yaml }", "unknown key" },
        // Variables of the compose file, and of the program that reads it.
        { "target: { name: etcd, settings: { CHAOSSERVICE_VOLUMES: / } }", "has no such setting" },
        { "target: { name: etcd, settings: { CHAOSSERVICE_NETWORK: 10.0.0 } }", "has no such setting" },
        { "target: { name: etcd, settings: { DOCKER_HOST: 'tcp://evil.example:2375' } }", "has no such setting" },
        { "target: { name: etcd, settings: { LD_PRELOAD: /tmp/mine.so } }", "has no such setting" },
        { "target: { name: etcd, settings: { ETCD_ELECTION_TIMEOUT: \"1000\\nETCD_DATA_DIR: /etc\" } }", "is not one line" },
        // Images, commands and mounts have no field.
        { "target: etcd\n  image: evil:1", "unknown key" },
        { "target: etcd\n  command: [rm, -rf, /]", "unknown key" },
        { "target: etcd\n  volumes: ['/:/host']", "unknown key" },
        // Containers that are not the target's.
        { "target: etcd\n  safety: { protected: [] }\n  faults: [{ kind: container-kill, at: 1s, on: { name: postgres } }]", "postgres" },
        { "target: etcd\n  faults: [{ kind: container-kill, at: 1s, on: { name: ../etcd1 } }]", "../etcd1" },
        { "target: etcd\n  faults: [{ kind: disk-fill, at: 1s, for: 1s, on: { name: etcd1 }, percent: 95%, path: "
            + "../../etc }]", "not absolute" },
        { "target: etcd\n  faults: [{ kind: shell, at: 1s, on: { name: etcd1 }, run: id }]", "shell" },
    };

    [Theory]
    [MemberData(nameof(Experiments))]
    public async Task Experiment_that_names_more_than_its_target_is_not_taken(string spec, string problem)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var answer = await service.PutAsync("calm", ServiceUnderTest.Yaml().Replace("target: etcd", spec)
            .Replace("  faults: []\n", spec.Contains("faults:") ? "" : "  faults: []\n"));

        var refusal = await ServiceUnderTest.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity);
        Assert.Contains(refusal.Problems!, p => $"{p.Message} {p.Value}".Contains(problem));
    }

    [Theory]
    [InlineData("spec.target={ attach: billing, database: etcd, nodes: [etcd1] }", "may not attach to the compose project 'billing'")]
    [InlineData("spec.target={ attach: '', database: etcd, nodes: [etcd1] }", "may not attach")]
    [InlineData("spec.target=../redis-sentinel", "1 problem")]
    [InlineData("spec.target={ name: etcd, settings: { PATH: /tmp } }", "1 problem")]
    [InlineData("spec.image=evil:1", "1 problem")]
    [InlineData("metadata.name=../../x", "1 problem")]
    public async Task Override_that_reaches_further_than_the_file_is_not_taken(string change, string problem)
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync();

        using var answer = await service.TriggerAsync(new { experiment = "calm", overrides = new[] { change } });

        Assert.Contains(problem, (await ServiceUnderTest.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity)).Detail);
        Assert.Empty(service.Work.Started);
    }

    [Fact]
    public async Task Experiment_that_attaches_is_kept_and_never_run_unless_the_project_is_configured()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var applied = await service.PutAsync(
            "calm", ServiceUnderTest.Yaml().Replace("target: etcd", "target: { attach: billing, database: etcd, nodes: [etcd1] }"));
        Assert.Equal(HttpStatusCode.Created, applied.StatusCode);

        using var answer = await service.TriggerAsync(new { experiment = "calm" });

        await ServiceUnderTest.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("/api/v1/experiments/..%2F..%2Fetc%2Fpasswd")]
    [InlineData("/api/v1/experiments/%2e%2e%2f%2e%2e")]
    [InlineData("/api/v1/runs/..%2F..%2Fstate.db/report")]
    [InlineData("/api/v1/runs/20260101-000000-calm-aaaaaa/logs/..%2Fexperiment")]
    [InlineData("/api/v1/targets/..%2Fetcd")]
    [InlineData("/api/v1/targets/etcd%00")]
    public async Task Path_in_the_place_of_a_name_leads_nowhere(string path)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        using var answer = await service.SendAsync("GET", path);

        Assert.InRange((int)answer.StatusCode, 400, 404);
    }

    [Fact]
    public async Task Aliases_of_aliases_neither_fill_the_memory_nor_the_time()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var bomb = "x0: &a0 [lol, lol]\n"
            + string.Join('\n', Enumerable.Range(1, 60).Select(i => $"x{i}: &a{i} [ *a{i - 1}, *a{i - 1}, *a{i - 1} ]"));
        var merges = "m0: &m0 { k0: v }\n"
            + string.Join('\n', Enumerable.Range(1, 60).Select(i => $"m{i}: &m{i} {{ <<: [ *m{i - 1}, *m{i - 1} ], k{i}: v }}"));

        foreach (var text in new[] { bomb, merges, ServiceUnderTest.Yaml().Replace("labels: { suite: test }", "labels: &l { a: *l }") })
        {
            var yaml = text.Contains("kind:") ? text : $"{ServiceUnderTest.Yaml()}\n{text}\n";
            using var answer = await service.PutAsync("calm", yaml);
            await ServiceUnderTest.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity);
            Assert.InRange(AllocatedByLoading(yaml), 1, 1L << 30);
        }
    }

    /// <summary>On this thread: what other tests allocate meanwhile does not count.</summary>
    private static long AllocatedByLoading(string yaml)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(Shipped.Loader.LoadText("calm", yaml, []).Problems);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public async Task Target_that_is_no_target_is_neither_brought_up_nor_down()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        foreach (var path in new[] { "targets/billing/up", "targets/billing/down" })
        {
            using var answer = await service.SendAsync("POST", $"/api/v1/{path}", JsonContent.Create(new { }));
            await ServiceUnderTest.ProblemAsync(answer, HttpStatusCode.NotFound);
        }
    }
}
