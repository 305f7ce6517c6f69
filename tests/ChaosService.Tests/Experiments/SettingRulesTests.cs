using ChaosService.Experiments.Targets;
using ChaosService.Model.Configuration;

namespace ChaosService.Tests.Experiments;

/// <summary>A setting's value comes from whoever may run experiments: it must reach nothing but the environment of a service.</summary>
public sealed class SettingRulesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("chaosservice-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("{ environment: { LAG: '${LAG:-1}' } }")]
    [InlineData("{ environment: ['LAG=${LAG}'] }")]
    [InlineData("{ image: 'db:${LAGGARD}', environment: { LAG: $LAG } }")]
    [InlineData("{ command: ['echo', '$$LAG'] }")]
    public void Environment_of_a_service_may_hold_it(string service) => Assert.Empty(Problems(service));

    [Theory]
    [InlineData("{ image: 'db:${LAG}' }")]
    [InlineData("{ volumes: ['${LAG:-/srv}:/data'] }")]
    [InlineData("{ command: ['run', '--path=$LAG'] }")]
    [InlineData("{ entrypoint: '${LAG}' }")]
    [InlineData("{ build: { context: '${LAG}' } }")]
    [InlineData("{ privileged: '${LAG:-false}' }")]
    [InlineData("{ network_mode: '${LAG-default}' }")]
    [InlineData("{ env_file: '${LAG}' }")]
    [InlineData("{ labels: { '${LAG}': x } }")]
    [InlineData("{ deploy: { environment: '${LAG}' } }")]
    public void Anything_else_may_not(string service) =>
        Assert.Contains(
            "a setting stands outside the environment of a service: \"LAG\"; move it under 'environment:'",
            Assert.Single(Problems(service)));

    [Fact]
    public void What_an_alias_brings_in_is_seen() =>
        Assert.Contains(
            "a setting stands outside", Assert.Single(Problems("{ <<: *shared }", "x-shared: &shared { volumes: ['${LAG}:/data'] }")));

    [Fact]
    public void Block_that_nobody_refers_to_does_nothing() => Assert.Empty(Problems("{}", "x-shared: { volumes: ['${LAG}:/data'] }"));

    [Theory]
    [InlineData("volumes: { data: { driver_opts: { device: '${LAG}' } } }")]
    [InlineData("secrets: { key: { file: '${LAG}' } }")]
    [InlineData("networks: { default: { external: true, name: '${LAG}' } }")]
    public void Top_of_the_file_may_not_hold_it_either(string top) =>
        Assert.Contains("a setting stands outside", Assert.Single(Problems("{}", top)));

    [Theory]
    [InlineData("{ extends: { file: other.yaml, service: db } }", "x-none: {}")]
    [InlineData("{}", "include: [other.yaml]")]
    public void Other_files_are_not_let_in(string service, string top) =>
        Assert.Contains("a target with settings is one file", Assert.Single(Problems(service, top)));

    [Theory]
    [InlineData("PATH")]
    [InlineData("LD_PRELOAD")]
    [InlineData("DOCKER_HOST")]
    [InlineData("COMPOSE_FILE")]
    [InlineData("CHAOSSERVICE_VOLUMES")]
    public void Variable_that_steers_compose_is_no_setting(string name) =>
        Assert.Contains("steers what brings the target up", Assert.Single(Problems("{}", settings: name)));

    [Theory]
    [InlineData("lag")]
    [InlineData("'A B'")]
    [InlineData("'A}'")]
    public void Name_that_is_no_variable_is_refused(string name) =>
        Assert.Contains("not the name of a setting", Assert.Single(Problems("{}", settings: name)));

    [Fact]
    public void Aliases_of_aliases_end()
    {
        var bomb = string.Join('\n', Enumerable.Range(1, 40).Select(i => $"x-{i}: &a{i} [ *a{i - 1}, *a{i - 1} ]"));

        Assert.Contains("a setting stands outside", Assert.Single(Problems("{ labels: *a40 }", $"x-0: &a0 ['${{LAG}}']\n{bomb}")));
    }

    private List<string> Problems(string service, string top = "x-none: {}", string settings = "LAG")
    {
        var problems = new Problems();
        var folder = Directory.CreateDirectory(Path.Combine(_root, "compose", "db"));
        File.WriteAllText(
            Path.Combine(folder.FullName, "docker-compose.yaml"),
            $"{top}\nx-chaosservice: {{ database: etcd, nodes: [n1], settings: [{settings}] }}\nservices:\n  n1: {service}\n");
        new ComposeTargets(_root).Find("db", problems);
        return [.. problems.Select(p => p.ToString())];
    }
}
