package mailroad.transfer;

import java.time.Instant;
import java.util.Optional;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.SpecialUse;

/**
 * What a message is carried with.
 *
 * @param mailbox where it belongs
 * @param use what that mailbox is for, if it is told
 * @param date its date in the mailbox, if it is told
 * @param where it was found, for people
 */
public record Label(
    MailboxName mailbox,
    Optional<SpecialUse> use,
    Flags flags,
    Optional<Instant> date,
    String where) {}
