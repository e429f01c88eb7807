/**
 * POP3 over the mailboxes.
 *
 * <p>A {@link mailroad.pop3.Pop3Server} is the service of a listening port. Each connection is one task, which runs a
 * {@code Session}: it reads a line, makes a {@code Command} of it, asks {@code Dialogue} what is to be answered and done,
 * and does it. The dialogue is a pure table over sealed states and commands; the session alone reads, writes and
 * touches the store. INBOX is seen as it was at login, through a {@code Maildrop}; what is marked as deleted is removed
 * at QUIT and at no other end. While a session lasts it alone has the account's maildrop.
 *
 * <p>RFC 1939 (POP3), RFC 2449 (CAPA, response codes, pipelining), RFC 2595 and RFC 8314 (TLS), RFC 3206
 * ({@code AUTH} and {@code SYS} response codes), RFC 4616 (PLAIN), RFC 5034 (AUTH), RFC 6856 (UTF-8).
 */
@NullMarked
package mailroad.pop3;

import org.jspecify.annotations.NullMarked;
