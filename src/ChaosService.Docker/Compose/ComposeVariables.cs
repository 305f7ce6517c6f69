namespace ChaosService.Docker.Compose;

/// <summary>What a target's compose file is told about the run, as environment variables.</summary>
/// <param name="RunId"><c>CHAOSSERVICE_RUN</c>: the value of the label <c>io.chaosservice.run</c> on all that it makes.</param>
/// <param name="NetworkPrefix"><c>CHAOSSERVICE_NETWORK</c>: the first three numbers of its network, such as <c>10.213.7</c>.</param>
/// <param name="Members"><c>CHAOSSERVICE_NODES</c>: the database's own nodes, such as <c>n1,n2,n3</c>.</param>
/// <param name="VolumesDirectory"><c>CHAOSSERVICE_VOLUMES</c>: holds one directory a node; null: none were made.</param>
internal sealed record ComposeVariables(string RunId, string NetworkPrefix, IReadOnlyList<string> Members, string? VolumesDirectory)
{
    /// <summary>Added to the experiment's settings.</summary>
    public IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> settings)
    {
        var environment = new Dictionary<string, string>(settings)
        {
            ["CHAOSSERVICE_RUN"] = RunId,
            ["CHAOSSERVICE_NETWORK"] = NetworkPrefix,
            ["CHAOSSERVICE_NODES"] = string.Join(',', Members),
            // v1 would hand builds to the docker program, which may want a builder plugin for them.
            ["COMPOSE_DOCKER_CLI_BUILD"] = "0",
        };
        if (VolumesDirectory is not null) environment["CHAOSSERVICE_VOLUMES"] = VolumesDirectory;
        return environment;
    }
}
