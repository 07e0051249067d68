using CiBudget.Budgets;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tool.Bill;

namespace CiBudget.Tool.Doctor;

/// <summary>Whose key is it, and whose should it be? A key of another organization is paid on another bill.</summary>
internal static class LiveIdentity
{
    public static IEnumerable<HealthCheck> Check(
        LiveAnswer answer,
        Budget budget,
        (string Id, string Name)? admin
    )
    {
        var name =
            admin is { } own && own.Id == answer.Organization ? $"{own.Name} ({own.Id})" : null;
        yield return Compare(
            "organization",
            answer.Organization,
            name,
            budget.Organization,
            budget.OrganizationPosition,
            budget
        );
        yield return Compare(
            "workspace",
            answer.Workspace,
            null,
            budget.Workspace,
            budget.WorkspacePosition,
            budget
        );
        if (admin is { } other && answer.Organization is { } called && other.Id != called)
            yield return new(
                "admin key",
                Health.Warning,
                $"{Secrets.AdminKeyVariable} belongs to {other.Name} ({other.Id}), {Secrets.ApiKeyVariable} to {called}: `cibudget bill` shows another bill than the one that the tests are on."
            );
        yield return new(
            "usage and limits",
            Health.Good,
            "there is no endpoint /v1/usage, though public advice names it. What was used and charged: `cibudget bill`, or Claude Console, Usage and Cost. Limits: Claude Console, Settings, Limits."
        );
    }

    /// <summary>The organization of the admin key, where there is one to ask with.</summary>
    public static async Task<((string Id, string Name)? Admin, HealthCheck? Fault)> AdminAsync(
        AdminAddress address,
        CancellationToken cancel
    )
    {
        if (CiHost.Variable(Secrets.AdminKeyVariable) is null)
            return (null, null);
        try
        {
            using var reader = new BillReader(
                address,
                AdminKey.FromEnvironment(),
                new BillPace { Timeout = TimeSpan.FromSeconds(30) }
            );
            return (await reader.OrganizationAsync(cancel).ConfigureAwait(false), null);
        }
        catch (BillException fault)
        {
            return (null, new("admin key", Health.Bad, $"{fault.Code}: {fault.Message}"));
        }
    }

    private static HealthCheck Compare(
        string what,
        string? found,
        string? name,
        string? expected,
        Position position,
        Budget budget
    )
    {
        var shown = SafeText.Line(name ?? found);
        if (expected is null)
            return found is null
                ? new(
                    what,
                    Health.Warning,
                    "the answer names none, and the budget file expects none."
                )
                : new(
                    what,
                    Health.Good,
                    $"{shown}. The budget file expects none: with \"{what}\": \"{SafeText.Line(found)}\" a key of another one is noticed."
                );
        if (found is null)
            return new(
                what,
                Health.Warning,
                $"the answer names none; the budget file expects {SafeText.Line(expected)}."
            );
        var place = budget.Path is { } path
            ? position.In(ReportPath.Shown(path, Terminal.Root))
            : "";
        return found == expected
            ? new(what, Health.Good, $"{shown}, as {place} expects")
            : new(
                what,
                Health.Bad,
                $"{shown}, but {place} expects {SafeText.Line(expected)}: wrong key, wrong bill. Use a key of {SafeText.Line(expected)}, or change \"{what}\" there."
            );
    }
}
