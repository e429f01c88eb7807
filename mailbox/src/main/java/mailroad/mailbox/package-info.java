/**
 * Accounts, credentials, mailboxes, messages, flags, change log, quota.
 *
 * <p>{@link mailroad.mailbox.Directory} holds domains, accounts and aliases; {@link mailroad.mailbox.Authenticator} says
 * who may come in. {@link mailroad.mailbox.MailStore} leads to the {@link mailroad.mailbox.Mailboxes} of an account, and
 * these to one {@link mailroad.mailbox.Mailbox}.
 *
 * <p>A message comes in by {@link mailroad.mailbox.Mailbox#append} or, together with what else a batch does, by {@link
 * mailroad.mailbox.Mailbox#deliver}; both are the same ops ({@code Appending}). Its content lies in a blob that a
 * reference under the name of the message keeps. UIDs and modseqs are made by counters at the commit, so that tasks that
 * append at once never stand in each other's way; whatever changes or removes a message asserts the version that it has
 * read, and tries again when another one was faster. Each commit leaves one entry in the change log, by which sessions
 * learn what the others did.
 *
 * <p>Nothing here has a thread of its own: everything runs in the task that calls. What stands in the store is described in
 * {@code mailbox.proto}.
 *
 * <p>RFC 3501 and RFC 9051 (mailboxes, UIDs, flags), RFC 4315 (UIDPLUS), RFC 6154 (special use), RFC 6851 (MOVE), RFC
 * 7162 (modseq), RFC 9106 (Argon2id), RFC 8265 (passwords).
 */
@NullMarked
package mailroad.mailbox;

import org.jspecify.annotations.NullMarked;
