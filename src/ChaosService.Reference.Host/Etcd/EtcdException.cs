namespace ChaosService.Reference.Host.Etcd;

/// <summary>etcd gave no answer, or an error.</summary>
/// <param name="isUnsent">Whether nothing reached it for certain. Otherwise what was asked for may have happened.</param>
internal sealed class EtcdException(string message, bool isUnsent, Exception cause) : Exception(message, cause)
{
    public bool IsUnsent => isUnsent;
}
