using CiBudget.Tests;

namespace CiBudget.Fuzz;

/// <summary>
/// Money: whatever a body says, <c>price</c>, the running sums and the check of the ledger say the same. The first byte of an input is
/// the call that it answers.
/// </summary>
internal sealed class MoneyTarget : ITarget, IDisposable
{
    private readonly GeneratedBody[] _calls;
    private readonly string _folder = Directory.CreateTempSubdirectory("cibudget-fuzz-").FullName;

    public MoneyTarget()
    {
        var generator = new BodyGenerator(new Random(1));
        _calls = [.. Enumerable.Range(0, 200).Select(_ => generator.Whole())];
        Seeds = [.. _calls.Select((call, at) => (byte[])[(byte)at, .. call.Bytes])];
    }

    public string Name => "money";

    public IReadOnlyList<byte[]> Seeds { get; }

    public string Try(byte[] input, Random random)
    {
        if (input.Length == 0)
            return "";
        var body = _calls[input[0] % _calls.Length] with { Bytes = input[1..] };
        foreach (var file in Directory.GetFiles(_folder))
            File.Delete(file);
        var disagreement = OneBill.Disagreement(
            [body],
            random.Next(2) == 0 ? Budget.Empty : OneBill.OwnPrices,
            _folder
        );
        BrokenPromiseException.Unless(disagreement is null, disagreement!);
        return body.Path + UsageTarget.Kind(Reading.All(body.Shape, body.Bytes));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
