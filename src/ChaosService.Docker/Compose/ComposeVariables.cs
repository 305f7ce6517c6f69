namespace ChaosService.Docker.Compose;

/// <summary>The environment variables that pass information about the run to a target's compose file.</summary>
/// <param name="RunId"><c>CHAOSSERVICE_RUN</c>: the value of the label <c>io.chaosservice.run</c> on everything that it creates.</param>
/// <param name="NetworkPrefix"><c>CHAOSSERVICE_NETWORK</c>: the first three numbers of its network, such as <c>10.213.7</c>.</param>
/// <param name="Members"><c>CHAOSSERVICE_NODES</c>: the database's own nodes, such as <c>n1,n2,n3</c>.</param>
/// <param name="VolumesDirectory"><c>CHAOSSERVICE_VOLUMES</c>: contains one directory per node; null: none were created.</param>
internal sealed record ComposeVariables(string RunId, string NetworkPrefix, IReadOnlyList<string> Members, string? VolumesDirectory)
{
    /// <summary>Combined with the experiment's settings.</summary>
    public IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> settings)
    {
        var environment = new Dictionary<string, string>(settings)
        {
            ["CHAOSSERVICE_RUN"] = RunId,
            ["CHAOSSERVICE_NETWORK"] = NetworkPrefix,
            ["CHAOSSERVICE_NODES"] = string.Join(',', Members),
            // v1 would pass builds to the docker program, which may need a builder plugin for them.
            ["COMPOSE_DOCKER_CLI_BUILD"] = "0",
        };
        if (VolumesDirectory is not null) environment["CHAOSSERVICE_VOLUMES"] = VolumesDirectory;
        return environment;
    }
}
