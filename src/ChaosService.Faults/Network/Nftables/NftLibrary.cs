using System.Runtime.InteropServices;
using ChaosService.Docker.Processes;

namespace ChaosService.Faults.Network.Nftables;

/// <summary>
/// libnftables, which the program nft is a front end of: the same documents and the same answers, without the milliseconds that it takes
/// to start two programs on a busy machine.
/// </summary>
internal static partial class NftLibrary
{
    private const string Name = "libnftables.so.1";

    /// <summary>NFT_CTX_OUTPUT_JSON of nftables/libnftables.h.</summary>
    private const uint Json = 1 << 4;

    /// <summary>The library does not promise that two contexts may be used at once.</summary>
    private static readonly Lock Turn = new();

    private static readonly Lazy<bool> Loaded = new(() => NativeLibrary.TryLoad(Name, out _));

    public static bool IsThere => Loaded.Value;

    /// <summary>Runs in the network of the calling thread, and blocks it.</summary>
    public static CommandResult Run(string document, bool json)
    {
        lock (Turn)
        {
            // It opens its socket to the kernel here, in the network where this thread is now.
            var context = New(0);
            if (context == 0) return new(1, "", $"{Name} has no context for a document");
            try
            {
                if (json) SetOutput(context, Json);
                if (BufferOutput(context) != 0 || BufferError(context) != 0) return new(1, "", $"{Name} does not keep what it would print");
                var status = RunDocument(context, document);
                return new(status == 0 ? 0 : 1, Text(Output(context)), Text(Error(context)));
            }
            finally
            {
                Free(context);
            }
        }
    }

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    [LibraryImport(Name, EntryPoint = "nft_ctx_new")]
    private static partial nint New(uint flags);

    [LibraryImport(Name, EntryPoint = "nft_ctx_free")]
    private static partial void Free(nint context);

    [LibraryImport(Name, EntryPoint = "nft_ctx_output_set_flags")]
    private static partial void SetOutput(nint context, uint flags);

    [LibraryImport(Name, EntryPoint = "nft_ctx_buffer_output")]
    private static partial int BufferOutput(nint context);

    [LibraryImport(Name, EntryPoint = "nft_ctx_buffer_error")]
    private static partial int BufferError(nint context);

    [LibraryImport(Name, EntryPoint = "nft_ctx_get_output_buffer")]
    private static partial nint Output(nint context);

    [LibraryImport(Name, EntryPoint = "nft_ctx_get_error_buffer")]
    private static partial nint Error(nint context);

    [LibraryImport(Name, EntryPoint = "nft_run_cmd_from_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RunDocument(nint context, string document);
}
