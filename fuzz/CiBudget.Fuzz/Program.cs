using System.Globalization;
using CiBudget.Fuzz;

// --minutes N (default 1), --seed N (default: the clock's), --target NAME (default: all in turn), --repeat FILE (one input again)
string? Option(string name) =>
    Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

var seed = int.Parse(
    Option("--seed")
        ?? (Environment.TickCount & int.MaxValue).ToString(CultureInfo.InvariantCulture),
    CultureInfo.InvariantCulture
);
var time = TimeSpan.FromMinutes(
    double.Parse(Option("--minutes") ?? "1", CultureInfo.InvariantCulture)
);
using var ledgers = new LedgerTarget();
using var money = new MoneyTarget();
ITarget[] all =
[
    new UsageTarget(),
    new EncodedTarget(),
    new BudgetTarget(),
    ledgers,
    money,
    new ScenarioTarget(),
];
var targets = all.Where(target => Option("--target") is not { } name || target.Name == name)
    .ToList();
if (targets.Count == 0)
    throw new ArgumentException(
        $"--target is one of {string.Join(", ", all.Select(target => target.Name))}"
    );
if (Option("--repeat") is { } file)
    return Fuzzer.Repeat(targets, File.ReadAllBytes(file), seed);

Console.WriteLine($"seed {seed}, {time.TotalMinutes} min");
return targets.Count(target => !new Fuzzer(target, seed).Run(time / targets.Count));
