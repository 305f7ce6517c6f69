using System.CommandLine;
using ChaosService.Model.Configuration;

namespace ChaosService.Cli.Common;

/// <summary>
/// <c>--endpoints</c>, <c>--broker</c> and <c>--topic-prefix</c>: servers that replace an experiment's target. What they leave out is
/// taken from the environment, and only then: variables alone never lead a run to another target.
/// </summary>
/// <param name="Endpoints">Addresses, separated by commas.</param>
/// <param name="TopicPrefix">Null: the experiment's own, or else the database's default.</param>
internal sealed record AddressOptions(string Endpoints, string Broker, string? TopicPrefix)
{
    /// <summary>The target, as <c>--set</c> would have it.</summary>
    public string Override =>
        $"spec.target={{ endpoints: [{string.Join(", ", Endpoints.Split(',').Select(Quoted))}], database: merklekv, "
            + $"broker: {Quoted(Broker)}{(TopicPrefix is null ? "" : $", topicPrefix: {Quoted(TopicPrefix)}")} }}";

    /// <summary>With every address, so that a repeat needs no environment.</summary>
    public string Written =>
        $" --endpoints {Endpoints} --broker {Broker}{(TopicPrefix is null ? "" : $" --topic-prefix {TopicPrefix}")}";

    public static Option<string?> EndpointsOption() => new("--endpoints")
    {
        Description =
            "Use MerkleKV servers at these addresses, host:port,host:port, instead of the file's target. Without a value: "
                + "$MERKLEKV_TEST_HOST and $MERKLEKV_TEST_PORT.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<string?> BrokerOption() => new("--broker")
    {
        Description = "With --endpoints: the servers' MQTT broker. Default: $MQTT_BROKER_HOST and $MQTT_BROKER_PORT.",
    };

    public static Option<string?> TopicPrefixOption() => new("--topic-prefix")
    {
        Description = "With --endpoints: what the servers' topics begin with. Default: $MQTT_TOPIC_PREFIX, or else merkle_kv.",
    };

    /// <summary>Null without <c>--endpoints</c>.</summary>
    /// <param name="asked">Whether <c>--endpoints</c> is there, with a value or without.</param>
    /// <param name="variable">Reads the environment.</param>
    public static AddressOptions? Read(
        bool asked, string? endpoints, string? broker, string? topicPrefix, Func<string, string?> variable)
    {
        if (asked)
            return new(
                endpoints ?? Of("--endpoints", "MERKLEKV_TEST_HOST", "MERKLEKV_TEST_PORT", "7379", variable),
                broker ?? Of("--broker", "MQTT_BROKER_HOST", "MQTT_BROKER_PORT", "1883", variable),
                topicPrefix ?? (variable("MQTT_TOPIC_PREFIX") is { Length: > 0 } set ? set : null));
        return (broker ?? topicPrefix) is null
            ? null
            : throw new BadInputException("--broker and --topic-prefix go with --endpoints; add it, or leave them out");
    }

    private static string Of(string option, string host, string port, string portDefault, Func<string, string?> variable) =>
        variable(host) is { Length: > 0 } named
            ? $"{named}:{(variable(port) is { Length: > 0 } at ? at : portDefault)}"
            : throw new BadInputException($"{option} says no address, and {host} is not set; write {option} 127.0.0.1:{portDefault}");

    private static string Quoted(string address) => $"'{address.Trim().Replace("'", "''", StringComparison.Ordinal)}'";
}
