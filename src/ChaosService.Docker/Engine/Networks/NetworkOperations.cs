using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine.Networks;

/// <summary>The engine's networks. One that does not exist is a <see cref="DockerNetworkNotFoundException"/>.</summary>
public sealed class NetworkOperations
{
    private readonly DockerConnection _connection;

    internal NetworkOperations(DockerConnection connection) => _connection = connection;

    public async Task<IReadOnlyList<NetworkResponse>> ListNetworksAsync(NetworksListParameters parameters, CancellationToken cancellationToken)
    {
        var query = Query.Of(("filters", Query.Filters(parameters.Filters)));
        return await _connection.GetAsync($"/networks{query}", DockerJson.Default.ListNetworkResponse, null, cancellationToken);
    }

    /// <summary>Throws with <c>Forbidden</c> while containers are connected.</summary>
    public Task DeleteNetworkAsync(string id, CancellationToken cancellationToken) =>
        _connection.ChangeAsync(
            HttpMethod.Delete, $"/networks/{Uri.EscapeDataString(id)}", message => new DockerNetworkNotFoundException(message), TimeSpan.Zero, cancellationToken);
}

/// <summary>Which networks to list, by kind of condition: <c>label</c> → <c>["key=value"]</c>.</summary>
public sealed record NetworksListParameters
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>One network and the addresses it hands out.</summary>
public sealed record NetworkResponse
{
    public string Name { get; set; } = "";

    [JsonPropertyName("Id")]
    public string ID { get; set; } = "";

    public string Driver { get; set; } = "";

    public IPAM IPAM { get; set; } = new(null);
}

/// <summary>Address ranges.</summary>
public sealed record IPAM(IReadOnlyList<IPAMConfig>? Config);

/// <param name="Subnet">Such as <c>172.18.0.0/16</c>.</param>
public sealed record IPAMConfig(string Subnet = "");
