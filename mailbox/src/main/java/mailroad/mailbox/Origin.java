package mailroad.mailbox;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a message comes from.
 *
 * @param emailId the same for all copies of a message, and for no other (RFC 8474 section 5.1)
 * @param threadId the same for all messages of a thread (RFC 8474 section 5.2); empty for messages that came before this
 *     was kept
 * @param saved when it came into this mailbox (RFC 8514); empty for messages that came before this was kept
 */
public record Origin(String emailId, Optional<String> threadId, Optional<Instant> saved) {}
