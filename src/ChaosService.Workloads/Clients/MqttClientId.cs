using System.Security.Cryptography;

namespace ChaosService.Workloads.Clients;

/// <summary>The name of one of our clients at a broker, which ends the connection of another client with the same one.</summary>
internal static class MqttClientId
{
    /// <summary>With 13 characters before them, as many as every broker takes (3.1.3.1).</summary>
    private const int Digits = 10;

    public static string New() => $"chaosservice-{RandomNumberGenerator.GetHexString(Digits, lowercase: true)}";
}
