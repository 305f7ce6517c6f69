namespace ChaosService.Reference.Host.Etcd;

/// <summary>etcd gave no answer, or an error.</summary>
/// <param name="isUnsent">Whether the request certainly did not reach it. Otherwise it may have taken effect.</param>
internal sealed class EtcdException(string message, bool isUnsent, Exception cause) : Exception(message, cause)
{
    public bool IsUnsent => isUnsent;
}
