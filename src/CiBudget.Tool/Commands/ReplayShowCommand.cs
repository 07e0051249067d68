using System.CommandLine;
using System.Text;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Replay;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Commands;

/// <summary>What a scenario answers, step by step, and how that is known.</summary>
internal static class ReplayShowCommand
{
    /// <summary>The SDK whose exception is named.</summary>
    private static readonly Version Sdk = new(13, 12);

    public static Command Create()
    {
        var name = ScenarioArgument.One();
        return new DocumentedCommand(
            "show",
            "Show what a scenario answers, how that is known, and what the C# SDK makes of it.",
            "cibudget replay show credit-balance-too-low",
            "cibudget replay show scenarios/mine.json --json"
        )
        {
            name,
        }.Does(parsed =>
        {
            var scenario = Scenario.Find(parsed.GetValue(name)!);
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () => Json(scenario),
                page => Page(page, scenario)
            );
            return ExitCodes.Good;
        });
    }

    private static void Page(ConsolePage page, Scenario scenario)
    {
        page.Line((scenario.Name, Tone.Strong));
        page.Paragraph(scenario.Title, 0);
        page.Paragraph(
            $"{Naming.Camel(scenario.Provenance.Kind)}: {scenario.Provenance.Source}",
            0,
            Tone.Dim
        );
        foreach (var step in scenario.Steps)
        {
            page.Line();
            page.Paragraph(Summary(step), 2, Tone.Strong);
            foreach (var header in step.Headers)
                page.Paragraph($"  {header.Key}: {header.Value ?? "(not sent)"}", 4, Tone.Dim);
            foreach (var line in BodyOf(step).Split('\n'))
                page.Paragraph("  " + line, 4);
        }
        if (scenario.Cycle)
            page.Line(("Then it begins again.", Tone.Dim));
        page.Line();
        page.Paragraph("Anthropic SDK for C#: " + SdkText(scenario), 2, Tone.Dim);
    }

    private static string Summary(ScenarioStep step)
    {
        var text = new StringBuilder(step.When.ToString());
        text.Append(" → ").Append(Amount.Plain(step.Status));
        if (step.Times is { } times)
            text.Append(", ").Append(times == 1 ? "once" : Amount.Plain(times) + " times");
        if (step.Delay > TimeSpan.Zero)
            text.Append(", after ").Append(Amount.Duration(step.Delay));
        if (step.Fault is { } fault)
            text.Append(", then ").Append(FaultText(fault));
        return text.ToString();
    }

    private static string FaultText(StepFault fault)
    {
        var where =
            fault.AfterEvents is { } events ? $" after {Amount.Counted(events, "event")}"
            : fault.AfterBytes is { } bytes ? $" after {Amount.Counted(bytes, "byte")}"
            : "";
        return Naming.Camel(fault.Kind) + where + (fault.Error is null ? "" : ": " + fault.Error);
    }

    private static string BodyOf(ScenarioStep step) =>
        step.Body switch
        {
            FixedBody body => Encoding.UTF8.GetString(body.Bytes.Span),
            EventsBody body => string.Concat(
                    body.List.Select(sent => Encoding.UTF8.GetString(sent.ToBytes()))
                )
                .TrimEnd('\n'),
            ReplyBody => "(a message, whole or streamed as the request asks)",
            _ => "",
        };

    private static string SdkText(Scenario scenario)
    {
        var outcome = scenario.Expected.For(Sdk);
        return (
                outcome.Hangs ? "waits until the caller gives up"
                : outcome.Exception is { } exception ? exception
                : "no exception"
            ) + $", {Amount.Counted(outcome.Attempts, "attempt")} with its default retries";
    }

    private static object Json(Scenario scenario) =>
        new
        {
            name = scenario.Name,
            title = scenario.Title,
            provenance = Naming.Camel(scenario.Provenance.Kind),
            source = scenario.Provenance.Source,
            cycle = scenario.Cycle,
            steps = scenario.Steps.Select(step => new
            {
                when = step.When.ToString(),
                status = step.Status,
                times = step.Times,
                delayMs = step.Delay.TotalMilliseconds,
                headers = step.Headers,
                body = BodyOf(step),
                fault = step.Fault is { } fault ? FaultText(fault) : null,
            }),
            sdk = SdkText(scenario),
        };
}
