using System.CommandLine;
using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Tool.Bill;
using CiBudget.Tool.Doctor;

namespace CiBudget.Tool.Commands;

/// <summary>What is wrong with this set-up?</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var budget = BudgetSource.Option();
        var live = new Option<bool>("--live")
        {
            Description =
                "Make one call of ten tokens with ANTHROPIC_API_KEY, and say whose key it is. It costs less than a hundredth of a cent. With ANTHROPIC_ADMIN_KEY the organization is named, too.",
        };
        var model = new Option<string>("--model")
        {
            Description = "The model of that call.",
            DefaultValueFactory = _ => "claude-haiku-5-5",
        };
        var baseUrl = BillOptions.BaseUrlOption();
        return new DocumentedCommand(
            "doctor",
            "Say what is wrong with this set-up: SDK, packages, budget file, hosts, ledger, price sheet. Exit code 4 when something is.",
            "cibudget doctor",
            "cibudget doctor --live"
        )
        {
            budget,
            live,
            model,
            baseUrl,
        }.Does(
            async (parsed, cancel) =>
            {
                var found = HealthChecks.Run(parsed.GetValue(budget)).ToList();
                if (parsed.GetValue(live))
                    found.AddRange(
                        await LiveAsync(
                                parsed.GetValue(budget),
                                parsed.GetValue(model)!,
                                AdminAddress.Parse(parsed.GetValue(baseUrl)),
                                cancel
                            )
                            .ConfigureAwait(false)
                    );
                Terminal.Write(
                    parsed.GetValue(CommandLine.Json),
                    () =>
                        found.Select(one => new
                        {
                            subject = one.Subject,
                            health = Naming.Camel(one.Health),
                            message = one.Message,
                        }),
                    page => List(page, found)
                );
                return found.Exists(one => one.Health == Health.Bad)
                    ? ExitCodes.Unmeasured
                    : ExitCodes.Good;
            }
        );
    }

    private static async Task<List<HealthCheck>> LiveAsync(
        string? budgetFile,
        string model,
        AdminAddress address,
        CancellationToken cancel
    )
    {
        var answer = await LiveCall.MakeAsync(model, cancel).ConfigureAwait(false);
        var (admin, fault) = await LiveIdentity.AdminAsync(address, cancel).ConfigureAwait(false);
        var found = new List<HealthCheck> { answer.Check };
        if (fault is not null)
            found.Add(fault);
        found.AddRange(LiveIdentity.Check(answer, HealthChecks.BudgetOrEmpty(budgetFile), admin));
        return found;
    }

    private static void List(ConsolePage page, List<HealthCheck> found)
    {
        foreach (var (subject, health, message) in found)
        {
            var (word, tone) = health switch
            {
                Health.Good => ("ok  ", Tone.Good),
                Health.Warning => ("warn", Tone.Warn),
                _ => ("bad ", Tone.Bad),
            };
            page.Paragraph($"{word}  {subject}: {message}", 6, tone);
        }
    }
}
