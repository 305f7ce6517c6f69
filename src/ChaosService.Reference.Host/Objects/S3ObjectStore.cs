using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Objects;

/// <summary>Objects in a bucket of an S3 server. The bucket is created if it does not exist.</summary>
internal sealed class S3ObjectStore : IObjectStore
{
    /// <summary>Of one request, including its answer.</summary>
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(10);

    private readonly AmazonS3Client _client;
    private readonly Uri _address;
    private readonly string _bucket;

    public S3ObjectStore(ObjectStoreAddress address)
    {
        (_address, _bucket) = (address.Uri, address.Uri.AbsolutePath.Trim('/'));
        _client = new(new BasicAWSCredentials(address.AccessKey, address.SecretKey), new AmazonS3Config
        {
            ServiceURL = address.Uri.GetLeftPart(UriPartial.Authority),
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            Timeout = RequestLimit,
            // Callers retry, and choose when.
            MaxErrorRetry = 0,
            HttpClientFactory = new DirectClients(),
        });
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        try
        {
            await Ask(() => PutOnceAsync(key, content, cancellation));
        }
        catch (IOException error) when (error.InnerException is AmazonS3Exception { ErrorCode: "NoSuchBucket" })
        {
            await Ask(() => MakeBucketAsync(cancellation));
            await Ask(() => PutOnceAsync(key, content, cancellation));
        }
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellation) => await Ask(async () =>
    {
        try
        {
            using var response = await _client.GetObjectAsync(_bucket, key, cancellation);
            using var content = new MemoryStream();
            await response.ResponseStream.CopyToAsync(content, cancellation);
            return content.ToArray();
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    public Task<bool> HasAsync(string key, CancellationToken cancellation) => Ask(async () =>
    {
        try
        {
            await _client.GetObjectMetadataAsync(_bucket, key, cancellation);
            return true;
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    });

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => Ask<IReadOnlyList<string>>(async () =>
    {
        List<string> keys = [];
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellation);
            keys.AddRange((page.S3Objects ?? []).Select(o => o.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return keys;
    });

    public Task DeleteAsync(string key, CancellationToken cancellation) => Ask(() => _client.DeleteObjectAsync(_bucket, key, cancellation));

    public void Dispose() => _client.Dispose();

    /// <summary>Another node may create it at the same time, and servers refuse that differently: the put shows if it exists.</summary>
    private async Task<bool> MakeBucketAsync(CancellationToken cancellation)
    {
        try
        {
            await _client.PutBucketAsync(_bucket, cancellation);
            return true;
        }
        catch (AmazonS3Exception)
        {
            return false;
        }
    }

    private async Task<PutObjectResponse> PutOnceAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var body = new MemoryStream(content.ToArray(), writable: false);
        return await _client.PutObjectAsync(new() { BucketName = _bucket, Key = key, InputStream = body }, cancellation);
    }

    private async Task<T> Ask<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (Exception error) when (
            error is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException
                or WebException or TimeoutException)
        {
            throw new IOException($"the object store at {_address} does not do what it is asked: {error.Message}", error);
        }
    }

    /// <summary>The store is in the cluster's network, without a proxy.</summary>
    private sealed class DirectClients : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = RequestLimit };
    }
}
