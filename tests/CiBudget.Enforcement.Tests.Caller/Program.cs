using CiBudget;
using CiBudget.Capture;

// RUN-DIRECTORY BUDGET-FILE URL CALLS: makes so many calls at once and prints a line for each: "answered", or why it was refused.
var (runDirectory, budgetFile, url, calls) = (
    args[0],
    args[1],
    new Uri(args[2]),
    int.Parse(args[3], null)
);
var budget = BudgetFile.Load(budgetFile);
using var limits = LimitPolicy.Open(
    budget,
    PriceSheet.Embedded.With(budget),
    runDirectory,
    static _ => false,
    machine =>
        budget.Shared?.Redis is { } redis
            ? SharedLimitsProviders
                .Find()!
                .Open(
                    new SharedLimitsRun
                    {
                        Address = redis,
                        Name = "test",
                        Run = "run",
                        Machine = machine,
                    }
                )
            : machine
);
var process = new LedgerProcess
{
    Run = "run",
    ProcessId = Environment.ProcessId,
    Started = DateTimeOffset.UtcNow,
};
using var meter = ClaudeMeter.Start(
    new MeterOptions
    {
        RunDirectory = runDirectory,
        Process = process with { Id = LedgerProcess.NewId(process) },
        Hosts = [url.Authority],
        Policies = [limits],
    }
);
using var http = new HttpClient { BaseAddress = url };

// All processes begin together: each says that it is ready and waits for the word.
Console.WriteLine("ready");
Console.ReadLine();
await Parallel.ForEachAsync(
    Enumerable.Range(0, calls),
    new ParallelOptions { MaxDegreeOfParallelism = calls },
    async (i, cancellation) =>
    {
        using var body = new StringContent(
            """{"model":"claude-opus-5-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}"""
        );
        try
        {
            using var answer = await http.PostAsync(
                new Uri("v1/messages", UriKind.Relative),
                body,
                cancellation
            );
            Console.WriteLine("answered");
        }
        catch (Exception refused) when (refused is BudgetExceededException or SharedLimitsException)
        {
            Console.WriteLine(refused.Message);
        }
    }
);
