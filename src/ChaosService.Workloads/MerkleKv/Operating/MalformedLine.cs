using System.Text;
using ChaosService.Model.Randomness;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <summary>A line that no server may take for a command, in any dialect.</summary>
/// <param name="What">In words.</param>
/// <param name="Bytes">With the line end, which is its only one: so it has exactly one answer.</param>
internal sealed record MalformedLine(string What, byte[] Bytes)
{
    /// <summary>A server that takes a line after all leaves no other trace than under this key.</summary>
    private const string Key = "chaosservice/malformed";

    private const int LineBytesMax = 1 << 20;
    private const int TooLongByMost = 1 << 16;
    private const int RandomBytesMost = 256;

    private static readonly string[] Incomplete =
        ["GET", "SET", $"SET {Key}", "DEL", "DELETE", "INC", "DEC", "APPEND", $"APPEND {Key}", "PREPEND", $"PREPEND {Key}"];

    private static readonly string[] Overlong = [$"GET {Key} and more", $"DEL {Key} and more", $"DELETE {Key} and more"];

    private static readonly string[] NoNumber = [$"INC {Key} twelve", $"DEC {Key} 1.5", $"INC {Key} 99999999999999999999"];

    private static readonly Func<SeededRandom, MalformedLine>[] Kinds =
    [
        random => Text("an unknown command", $"NO-{random.NextUInt64():x} {Key}"),
        random => Text("an empty line", new string(' ', random.Next(4))),
        random => Text("a command without its arguments", OneOf(Incomplete, random)),
        random => Text("a command with too many arguments", OneOf(Overlong, random)),
        random => Text("an amount that is no number", OneOf(NoNumber, random)),
        random => Text("a control character", Inserted($"SET {Key} value", Control(random), random)),
        NotText,
        RandomBytes,
        random => Text("a line that is too long", $"SET {Key} {new string('x', LineBytesMax + random.Next(TooLongByMost))}"),
    ];

    /// <summary>The same for the same seed and number.</summary>
    public static MalformedLine Draw(int seed, int number)
    {
        var random = SeededRandom.Derive(seed, $"malformed-line-{number}");
        return OneOf(Kinds, random)(random);
    }

    private static MalformedLine NotText(SeededRandom random)
    {
        var bytes = Encoding.UTF8.GetBytes($"SET {Key} value\r\n");
        bytes[random.Next(bytes.Length - 2)] = NeverUtf8(random);
        return new("a command with a byte that is not UTF-8", bytes);
    }

    private static MalformedLine RandomBytes(SeededRandom random)
    {
        var bytes = new byte[2 + random.Next(RandomBytesMost)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.Next(256);
            // One line, whatever its bytes.
            if (bytes[i] == '\n') bytes[i] = 0;
        }
        (bytes[0], bytes[^1]) = (NeverUtf8(random), (byte)'\n');
        return new("random bytes", bytes);
    }

    /// <summary>A byte that no text in UTF-8 has.</summary>
    private static byte NeverUtf8(SeededRandom random) => (byte)(0xF8 + random.Next(8));

    /// <summary>None that ends a line.</summary>
    private static char Control(SeededRandom random) => OneOf(['\0', '\t', '\b', '\u001b', '\u007f'], random);

    private static string Inserted(string text, char character, SeededRandom random) =>
        text.Insert(random.Next(text.Length + 1), $"{character}");

    private static MalformedLine Text(string what, string line) => new(what, Encoding.UTF8.GetBytes($"{line}\r\n"));

    private static T OneOf<T>(T[] choices, SeededRandom random) => choices[random.Next(choices.Length)];
}
