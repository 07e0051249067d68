namespace CiBudget.Tool.Bill;

/// <summary>What a bill can be broken out by.</summary>
internal enum Dimension
{
    /// <summary>The day, UTC.</summary>
    Day,

    Workspace,

    /// <summary>The API key, by its id.</summary>
    Key,

    /// <summary>Who is charged: a user, a service account, an identity of a cloud, else the key.</summary>
    Actor,

    Model,

    /// <summary>The kind of token, or of what else is charged.</summary>
    TokenType,

    /// <summary>The service tier: standard, batch, priority …</summary>
    Tier,

    Speed,

    /// <summary>Where the model ran, where that is said.</summary>
    Geo,

    /// <summary>The price tier of long prompts.</summary>
    Context,
}
