using System.Net;
using System.Text;
using ChaosService.Faults.Dns.Messages;

namespace ChaosService.Tests.Faults.Dns;

public sealed class DnsMessageTests
{
    private const ushort Id = 0x1234;
    private const ushort Text = 16;

    [Theory]
    [InlineData("db2", "db2")]
    [InlineData("DB-2.Example_x.org.", "db-2.example_x.org")]
    [InlineData(".", ".")]
    public void Name_is_read_in_small_letters_and_without_its_last_dot(string text, string name) =>
        Assert.Equal(name, $"{DnsName.Parse(text)}");

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("*.example.org")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void What_is_no_name_is_none(string text) => Assert.Null(DnsName.Parse(text));

    [Fact]
    public void Longest_name_has_255_bytes()
    {
        var label = new string('a', 63);
        Assert.NotNull(DnsName.Parse($"{label}.{label}.{label}.{new string('a', 61)}"));
        Assert.Null(DnsName.Parse($"{label}.{label}.{label}.{new string('a', 62)}"));
    }

    [Theory]
    [InlineData("example.org", "example.org", true)]
    [InlineData("db.example.org", "example.org", true)]
    [InlineData("myexample.org", "example.org", false)]
    [InlineData("example.org", "db.example.org", false)]
    [InlineData("example.org", ".", true)]
    public void Name_is_under_its_end_and_under_no_other(string name, string suffix, bool under) =>
        Assert.Equal(under, DnsName.Parse(name)!.IsUnder(DnsName.Parse(suffix)!));

    [Fact]
    public void Question_that_was_written_is_read()
    {
        var query = Query("db.Example.org");
        var question = DnsQuestion.Read(query)!;
        Assert.Equal(("db.example.org", DnsQuestion.V4, query.Length), ($"{question.Name}", question.Type, question.End));
        // A resolver may be told more (RFC 6891): the question ends where it ended.
        Assert.Equal(query.Length, DnsQuestion.Read([.. query, 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0])!.End);
        Assert.True(DnsQuestion.Read(Query("."))!.Name.IsRoot);
    }

    /// <summary>A label may hold a dot of its own, which ends nothing.</summary>
    [Fact]
    public void Label_with_a_dot_is_one_label()
    {
        var query = Query("x-example.org");
        query[DnsQuestion.HeaderBytes + 2] = (byte)'.';
        Assert.False(DnsQuestion.Read(query)!.Name.IsUnder(DnsName.Parse("example.org")!));
    }

    public static TheoryData<string, byte[]> NoQuestions
    {
        get
        {
            var query = Query("db2");
            byte[] With(int at, byte value) => [.. query[..at], value, .. query[(at + 1)..]];
            return new()
            {
                { "nothing", [] }, { "a header without a question", query[..12] }, { "an answer", With(2, 0x81) },
                { "another operation", With(2, 0x29) }, { "two questions", With(5, 2) }, { "none", With(5, 0) },
                { "a pointer in the name", With(12, 0xC0) }, { "a label of no known sort", With(12, 0x41) },
                { "a name that does not end", query[..^5] }, { "half a type", query[..^3] }, { "another class", With(query.Length - 1, 3) },
                { "a label that is longer than the message", With(12, 60) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(NoQuestions))]
    public void What_is_no_plain_question_is_left_alone(string what, byte[] message) =>
        Assert.True(DnsQuestion.Read(message) is null, what);

    [Fact]
    public void No_bytes_at_all_make_the_readers_stumble()
    {
        var random = new Model.Randomness.SeededRandom(7);
        for (var i = 0; i < 20_000; i++)
        {
            var message = i % 2 == 0 ? Query("db.example.org") : Answered(Query("db.example.org"), DnsFailure.WrongAddress, "192.0.2.1")!;
            for (var changes = random.Next(4); changes >= 0; changes--) message[random.Next(message.Length)] = (byte)random.Next(256);
            var cut = message.AsSpan(0, random.Next(message.Length + 1));
            if (DnsQuestion.Read(cut) is { } question) Assert.InRange(question.End, DnsQuestion.HeaderBytes + 5, cut.Length);
            _ = DnsReply.Read(cut, Id);
        }
    }

    [Theory]
    [InlineData(DnsFailure.NoSuchName, null, "NXDOMAIN")]
    [InlineData(DnsFailure.ServerFailure, null, "SERVFAIL")]
    [InlineData(DnsFailure.WrongAddress, "192.0.2.1", "192.0.2.1")]
    [InlineData(DnsFailure.WrongAddress, "2001:db8::1", "no address")]
    internal void Answer_says_what_was_asked_for(DnsFailure failure, string? address, string told)
    {
        var answer = Answered(Query("db2"), failure, address)!;
        Assert.Equal(told, $"{DnsReply.Read(answer, Id)}");
        Assert.Null(DnsReply.Read(answer, Id + 1));
    }

    [Fact]
    public void Silence_is_no_answer() => Assert.Null(Answered(Query("db2"), DnsFailure.Timeout, null));

    [Fact]
    public void Answer_repeats_the_question_to_the_letter_and_may_not_be_kept()
    {
        var query = Query("db2", DnsQuestion.V6);
        query[DnsQuestion.HeaderBytes + 1] = (byte)'D';
        var answer = Answered(query, DnsFailure.WrongAddress, "2001:db8::1")!;
        Assert.Equal(query[DnsQuestion.HeaderBytes..], answer[DnsQuestion.HeaderBytes..query.Length]);
        Assert.Equal("2001:db8::1", $"{DnsReply.Read(answer, Id)}");
        // Behind the name, the type and the class.
        Assert.Equal(new byte[4], answer[(query.Length + 6)..(query.Length + 10)]);
    }

    /// <summary>As a resolver writes it: an alias first, both names by pointers.</summary>
    [Fact]
    public void Addresses_are_read_behind_an_alias()
    {
        byte[] alias = [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 4, 1, (byte)'x', 0xC0, 12];
        byte[] address = [0xC0, 0x21, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 0, 0, 7];
        var answer = (byte[])[.. Query("db2"), .. alias, .. address];
        (answer[2], answer[3], answer[7]) = (0x81, 0x80, 2);
        Assert.Equal(IPAddress.Parse("10.0.0.7"), Assert.Single(DnsReply.Read(answer, Id)!.Addresses));
    }

    [Fact]
    public void Wrong_address_leaves_alone_what_is_no_address()
    {
        var names = new ChaosService.Faults.Dns.Relay.FailedNames();
        names.Set(
        [
            new("f1", DnsName.Parse("org")!, DnsFailure.Timeout, null),
            new("f2", DnsName.Parse("example.org")!, DnsFailure.WrongAddress, IPAddress.Loopback),
        ]);
        Assert.Equal("f2", names.Judge(Query("db.example.org"))?.How.FaultId);
        Assert.Equal("f1", names.Judge(Query("db.example.org", Text))?.How.FaultId);
        Assert.Equal("f1", names.Judge(Query("other.org"))?.How.FaultId);
        Assert.Null(names.Judge(Query("example.com")));
        Assert.Null(names.Judge(Encoding.ASCII.GetBytes("no message at all")));
        Assert.Equal((2, 1), (names.Count("f1"), names.Count("f2")));
    }

    private static byte[] Query(string name, ushort type = DnsQuestion.V4) =>
        DnsQuestion.Write(Id, DnsName.Parse(name)!, type);

    private static byte[]? Answered(byte[] query, DnsFailure failure, string? address) =>
        FalseAnswer.To(query, DnsQuestion.Read(query)!, failure, address is null ? null : IPAddress.Parse(address));
}
