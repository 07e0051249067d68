namespace CiBudget.Wire.Tests;

public sealed class ErrorBodyTests
{
    [Test]
    public void Order_of_properties_does_not_matter()
    {
        var message = Reading.Json(
            """
            {"request_id":"req_1","error":{"details":{"appeal_url":null,"error_code":"enforced_spend_limit_reached"},
             "message":"…","type":"rate_limit_error"},"type":"error"}
            """
        );

        Assert.That(
            message.Error,
            Is.EqualTo(
                new ClaudeError(
                    "rate_limit_error",
                    "enforced_spend_limit_reached",
                    FailureKind.SpendCap
                )
            )
        );
        Assert.That(message.RequestId, Is.EqualTo("req_1"));
    }

    [Test]
    public void A_gateways_page_is_an_error_without_type()
    {
        var message = Reading.Json("<html>413 Payload Too Large</html>", status: 413);

        Assert.That(
            message.Error,
            Is.EqualTo(new ClaudeError(null, null, FailureKind.InvalidRequest))
        );
        Assert.That(message.Complete, Is.False);
    }

    [Test]
    public void A_402_of_a_gateway_is_about_payment()
    {
        Assert.That(
            Reading.Json("Payment Required", status: 402).Error?.Kind,
            Is.EqualTo(FailureKind.PaymentRequired)
        );
    }

    [TestCase(200)]
    [TestCase(399)]
    public void A_status_below_400_is_no_failure(int status) =>
        Assert.That(
            Reading.Json("""{"type":"message","usage":{"input_tokens":1}}""", status).Error,
            Is.Null
        );

    [Test]
    public void A_status_of_400_is_a_failure_whatever_the_body_says() =>
        Assert.That(
            Reading.Json("Bad Request", status: 400).Error?.Kind,
            Is.EqualTo(FailureKind.InvalidRequest)
        );

    [TestCase(
        """{"message":"Too many tokens, please wait before trying again."}""",
        429,
        FailureKind.RateLimited
    )]
    [TestCase("""{"Message":"no"}""", 403, FailureKind.Permission)]
    [TestCase("""{"error":"Unauthorized"}""", 401, FailureKind.Authentication)]
    public void Errors_of_the_clouds_are_named_by_status(string body, int status, FailureKind kind)
    {
        var message = Reading.Json(body, status);

        Assert.That(message.Error, Is.EqualTo(new ClaudeError(null, null, kind)));
        Assert.That(message.Complete, Is.True);
    }

    [TestCase(
        """{"error":{"code":403,"message":"denied","status":"PERMISSION_DENIED"}}""",
        "PERMISSION_DENIED",
        null,
        FailureKind.Permission
    )]
    [TestCase(
        """[{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}]""",
        "RESOURCE_EXHAUSTED",
        null,
        FailureKind.RateLimited
    )]
    [TestCase(
        """{"error":{"status":"PERMISSION_DENIED","details":[{"reason":"BILLING_DISABLED"}],"message":"no"}}""",
        "PERMISSION_DENIED",
        "BILLING_DISABLED",
        FailureKind.PaymentRequired
    )]
    [TestCase(
        """{"error":{"code":"DeploymentNotFound","message":"no such deployment"}}""",
        null,
        "DeploymentNotFound",
        FailureKind.Permission
    )]
    [TestCase(
        """{"__type":"com.amazon.coral.service#ThrottlingException","message":"slow down"}""",
        "com.amazon.coral.service#ThrottlingException",
        null,
        FailureKind.RateLimited
    )]
    public void Errors_of_the_clouds_are_named_as_they_name_them(
        string body,
        string? type,
        string? code,
        FailureKind kind
    ) =>
        Assert.That(
            Reading.Json(body, status: 403).Error,
            Is.EqualTo(new ClaudeError(type, code, kind))
        );

    [Test]
    public void A_list_holds_errors_and_no_messages()
    {
        var message = Reading.Json(
            """[{"id":"msg_1","model":"m","usage":{"input_tokens":1,"output_tokens":2}}]"""
        );

        Assert.That((message.Parts.Count, message.MessageId), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public void An_error_that_says_nothing_is_other_and_no_failed_connection()
    {
        Assert.That(
            Reading.Json("""{"type":"error"}""").Error,
            Is.EqualTo(new ClaudeError(null, null, FailureKind.Other))
        );
    }

    [Test]
    public void A_failed_answer_of_a_free_endpoint_is_an_error_too()
    {
        var message = Reading.All(BodyShape.None, "x"u8, status: 529).Single();

        Assert.That(message.Error?.Kind, Is.EqualTo(FailureKind.Overloaded));
    }

    [Test]
    public void A_long_message_is_looked_at_in_its_beginning()
    {
        var message = Reading.Json(
            $$"""
            {"type":"error","error":{"type":"invalid_request_error",
             "message":"Your credit balance is too low to access the Anthropic API. {{new string(
                'x',
                100_000
            )}}"} }
            """,
            status: 400
        );

        Assert.That(message.Error?.Kind, Is.EqualTo(FailureKind.CreditExhausted));
        Assert.That(message.Complete, Is.True);
    }
}
