namespace ChaosService.MerkleKv.Events;

/// <summary>A message is no event. Anyone may publish on the topic, so this is expected; the message says what is wrong.</summary>
internal sealed class MalformedEventException(string message, Exception? inner = null) : Exception(message, inner);
