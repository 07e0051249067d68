namespace CiBudget.Tool.Bill;

/// <summary>Reads the bill from whichever reports the organization has.</summary>
internal sealed class BillReader : IDisposable
{
    private readonly AdminApi _api;
    private readonly BillPace _pace;
    private readonly ReportPages _pages;

    // Once the newer reports were found missing they are not asked for again.
    private bool _isLegacy;

    public BillReader(AdminAddress address, AdminKey key, BillPace pace)
    {
        _pace = pace;
        _api = new AdminApi(address, key, pace);
        _pages = new ReportPages(_api, pace);
    }

    /// <exception cref="BillException">It cannot be had.</exception>
    public async Task<BillReport> ReadAsync(BillQuestion question, CancellationToken cancel)
    {
        question.Require();
        if (!_isLegacy)
        {
            var report = await new AnalyticsReports(_pages)
                .ReadAsync(question, cancel)
                .ConfigureAwait(false);
            if (report is not null)
                return report;
            _isLegacy = true;
        }
        return await new LegacyReports(_pages, _pace)
                .ReadAsync(question, cancel)
                .ConfigureAwait(false)
            ?? throw BillException.Refused(
                "there is no usage report here (HTTP 404): individual accounts and Claude Platform on AWS have none."
            );
    }

    /// <summary>The organization that the key belongs to.</summary>
    /// <exception cref="BillException">It cannot be had.</exception>
    public async Task<(string Id, string Name)> OrganizationAsync(CancellationToken cancel)
    {
        var me =
            await _api.GetAsync("/v1/organizations/me", [], null, cancel).ConfigureAwait(false)
            ?? throw BillException.Refused(
                "there is no organization of this key (HTTP 404): individual accounts have none."
            );
        return (me.Text("id"), me.Text("name"));
    }

    public void Dispose() => _api.Dispose();
}
