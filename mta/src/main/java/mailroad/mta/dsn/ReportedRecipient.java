package mailroad.mta.dsn;

import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;

/**
 * What a notice says of one recipient (RFC 3464 section 2.3).
 *
 * @param finalRecipient as it was tried
 * @param originalRecipient as the sender named it, {@code type;address}, if it said so with ORCPT
 * @param action what became of it
 * @param status enhanced status code (RFC 3463), such as {@code 5.1.1}
 * @param remoteMta host that answered, if one did
 * @param diagnostic its reply, word for word
 * @param lastAttempt when it was tried last
 * @param retryUntil until when it will be tried, if it still is
 * @param explanation one sentence for people where no reply says it, such as {@code b.example does not
 *     exist}; empty for none
 */
public record ReportedRecipient(
    EmailAddress finalRecipient,
    Optional<String> originalRecipient,
    Action action,
    String status,
    Optional<String> remoteMta,
    Optional<Reply> diagnostic,
    Instant lastAttempt,
    Optional<Instant> retryUntil,
    String explanation) {}
