using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Pricing;
using CiBudget.Tool.Bodies;
using CiBudget.Wire;

namespace CiBudget.Tool.Commands;

/// <summary>What did this answer cost?</summary>
internal static class PriceCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description =
                "Recorded bodies: a message as JSON, a stream of events, Bedrock's frames, batch results as JSON lines; gzip or plain. - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var model = new Option<string?>("--model")
        {
            Description =
                "What was asked for, as the URL or the request names it: a model id, an inference profile or an ARN. Bedrock's answers name the bare model, Converse's none.",
            HelpName = "MODEL",
        };
        var budget = BudgetSource.Option();
        var region = new Option<string?>("--region")
        {
            Description =
                "The region that was asked for, such as us-east5, or global: Vertex AI and Bedrock cost more in a region.",
            HelpName = "NAME",
        };
        return new DocumentedCommand(
            "price",
            "Show what recorded answers used and cost. Exit code 4 when the cost of one is not known.",
            "cibudget price message.json",
            "cibudget price recordings/*.sse --json",
            "cibudget price converse.json --model us.anthropic.claude-sonnet-4-6",
            "curl -s … | cibudget price -"
        )
        {
            files,
            model,
            region,
            budget,
        }.Does(parsed =>
        {
            var limits = BudgetSource.FindOrEmpty(parsed.GetValue(budget), []);
            var prices = PriceSheet.Embedded.With(limits);
            var requested = new RequestedModel(
                parsed.GetValue(model),
                parsed.GetValue(region)?.ToLowerInvariant()
            );
            var messages = new List<PricedMessage>();
            var ofBatches = new HashSet<string>(StringComparer.Ordinal);
            foreach (var file in parsed.GetValue(files)!)
                Read(
                    file,
                    message =>
                        messages.Add(
                            PricedMessage.Create(
                                file,
                                message.WithModel(requested.Id),
                                requested,
                                prices,
                                // As in a ledger: once, however often the results were fetched.
                                message is { BatchResult: true, MessageId: { } id }
                                    && !ofBatches.Add(id)
                            )
                        )
                );
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () => messages.Select(PriceText.Json),
                page => PriceText.Table(page, messages)
            );
            return messages.Exists(message => message.CostUsd is null)
                ? ExitCodes.Unmeasured
                : ExitCodes.Good;
        });
    }

    private static void Read(string file, Action<ResponseUsage> onMessage)
    {
        try
        {
            RecordedBody.Read(
                file == "-" ? Console.OpenStandardInput() : InputFile.Open(file),
                onMessage
            );
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"there is no file {file}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{file} cannot be read: it is a folder, or access is denied."
            );
        }
        catch (InvalidDataException)
        {
            throw new UsageException($"{file} begins like gzip and is none, or is damaged.");
        }
    }
}
