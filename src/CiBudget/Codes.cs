namespace CiBudget;

/// <summary>Every code that CiBudget gives. A code is never reused; docs/codes.md says what each means and how to mend it.</summary>
public static class Codes
{
    /// <summary>A limit is exceeded.</summary>
    public const string OverBudget = "CIB001";

    /// <summary>The budget file that was named does not exist or cannot be read.</summary>
    public const string BudgetFileMissing = "CIB002";

    /// <summary>The budget file is not valid.</summary>
    public const string BudgetFileInvalid = "CIB003";

    /// <summary>A line of a ledger cannot be read.</summary>
    public const string LedgerUnreadable = "CIB004";

    /// <summary>The run made no call.</summary>
    public const string NoCalls = "CIB005";

    /// <summary>A model or a kind of token has no price.</summary>
    public const string Unpriced = "CIB006";

    /// <summary>A call that may have been billed brought no usage.</summary>
    public const string MissingUsage = "CIB007";

    /// <summary>An answer counted something unknown.</summary>
    public const string UnknownUsage = "CIB008";

    /// <summary>A limit is nearly reached (warning).</summary>
    public const string NearLimit = "CIB009";

    /// <summary>A model was called that the budget file does not allow.</summary>
    public const string ModelNotAllowed = "CIB010";

    /// <summary>A cost is a lower bound.</summary>
    public const string LowerBound = "CIB011";

    /// <summary>A process ended without closing its ledger: calls in flight are unknown.</summary>
    public const string UnclosedLedger = "CIB012";

    /// <summary>Calls left the process without being metered, or metering was not possible.</summary>
    public const string Unmeasured = "CIB013";

    /// <summary>The ledger could not be written in full.</summary>
    public const string LedgerNotWritten = "CIB014";

    /// <summary>The price sheet is old (warning).</summary>
    public const string OldPrices = "CIB015";

    /// <summary>There is no ledger: no test process was metered.</summary>
    public const string NoLedger = "CIB016";

    /// <summary>The ledger was written by another version.</summary>
    public const string NewerLedger = "CIB017";

    /// <summary>A shard is missing.</summary>
    public const string MissingShard = "CIB018";

    /// <summary>A process, or a shard, is there twice with different content.</summary>
    public const string DuplicateShard = "CIB019";

    /// <summary>Billing failed on a live call: the run is an outage, not a verdict on the code.</summary>
    public const string Outage = "CIB020";

    /// <summary>An answer came from another organization than the budget file expects.</summary>
    public const string WrongOrganization = "CIB021";

    /// <summary>An answer came from another workspace than the budget file expects.</summary>
    public const string WrongWorkspace = "CIB022";

    /// <summary>A live call was refused because the run is offline.</summary>
    public const string Offline = "CIB023";

    /// <summary>A call was refused because a limit would have been broken.</summary>
    public const string Refused = "CIB024";

    /// <summary>A cost grew more than the baseline's tolerance.</summary>
    public const string Growth = "CIB025";

    /// <summary>A test used more than its own <c>[ClaudeBudget]</c> allows.</summary>
    public const string TestOverBudget = "CIB026";

    /// <summary>The baseline file cannot be used.</summary>
    public const string BaselineInvalid = "CIB027";

    /// <summary>The worst case of a run is above a limit, or is not known.</summary>
    public const string PlanOverBudget = "CIB028";

    /// <summary>A limit over all runs could not be checked after the run.</summary>
    public const string SharedNotChecked = "CIB029";

    /// <summary>A scenario file is not valid.</summary>
    public const string ScenarioInvalid = "CIB030";

    /// <summary>A scenario is not known.</summary>
    public const string ScenarioUnknown = "CIB031";

    /// <summary>A request matched no step of its scenario.</summary>
    public const string NoMatchingStep = "CIB032";

    /// <summary>A replay host could not listen.</summary>
    public const string HostNotListening = "CIB033";

    /// <summary>A format cannot say what a scenario does.</summary>
    public const string NotExportable = "CIB034";

    /// <summary>A test run was cut off, so that calls may be in no ledger.</summary>
    public const string TestRunAborted = "CIB035";

    /// <summary>The run that is checked is an old one.</summary>
    public const string OldRun = "CIB036";

    /// <summary>A test run spent something and ends without a verdict.</summary>
    public const string NoVerdict = "CIB037";

    /// <summary>A test project targets a framework on which its calls cannot be metered.</summary>
    public const string FrameworkNotSupported = "CIB038";

    /// <summary>A batch was created and its results were not fetched (warning).</summary>
    public const string OpenBatch = "CIB041";

    /// <summary>A scenario got no call, so its test proves nothing.</summary>
    public const string UnusedReplay = "CIB042";

    /// <summary>Calls are to be kept in, and this process cannot see them: its tests fail before their first call.</summary>
    public const string CannotKeepIn = "CIB043";

    /// <summary>A live call that belongs to no test was refused while a test with a scenario ran.</summary>
    public const string Stray = "CIB044";

    /// <summary>A model that was called, or its fast mode, is retired or soon will be (warning).</summary>
    public const string RetiredModel = "CIB046";

    /// <summary>Cache writes came without their lifetime and were priced as 5-minute writes (warning).</summary>
    public const string AssumedLifetime = "CIB047";

    /// <summary>A scenario is no longer on its server, or another mapping answered what was meant for it.</summary>
    public const string ScenarioGone = "CIB049";

    /// <summary>Limits are to be shared between machines, and the package that does it is missing.</summary>
    public const string SharedPackageMissing = "CIB051";

    /// <summary>The key that reads the bill is missing, or may not read it.</summary>
    public const string AdminKey = "CIB052";

    /// <summary>The bill could not be read.</summary>
    public const string BillNotRead = "CIB053";

    /// <summary>The bill has a shape that this version does not know.</summary>
    public const string BillNotUnderstood = "CIB054";

    /// <summary>What was metered is not what was billed.</summary>
    public const string BillDiffers = "CIB055";

    /// <summary>The bill cannot be compared yet: its data are not complete.</summary>
    public const string BillNotComplete = "CIB056";
}
