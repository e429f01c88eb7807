package mailroad.pop3;

import mailroad.mailbox.Authenticator;
import mailroad.mailbox.MailStore;

/**
 * Whose mail is served.
 *
 * @param authenticator says who may come in
 * @param mailStore leads to the mailboxes
 */
public record MailAccess(Authenticator authenticator, MailStore mailStore) {}
