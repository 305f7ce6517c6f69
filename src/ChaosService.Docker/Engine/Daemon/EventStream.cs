using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ChaosService.Docker.Engine.Daemon;

/// <summary>Events come as JSON objects one after the other, without end.</summary>
internal static class EventStream
{
    public static async IAsyncEnumerable<Message> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (stream)
            await foreach (var message in JsonSerializer.DeserializeAsyncEnumerable(stream, DockerJson.Default.Message, topLevelValues: true, cancellationToken))
                if (message is not null) yield return message;
    }
}
