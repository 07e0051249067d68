namespace CiBudget.Tool.Bill;

/// <summary>Which generation of reports answered.</summary>
internal enum BillSource
{
    /// <summary><c>/v1/organizations/analytics/usage</c> and <c>…/cost</c>.</summary>
    Analytics,

    /// <summary><c>/v1/organizations/usage_report/messages</c> and <c>…/cost_report</c>.</summary>
    Legacy,
}
