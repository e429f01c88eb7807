/**
 * {@code mailroad demo}: the whole road of a letter, in the real World, on loopback addresses.
 *
 * <p>{@link mailroad.lab.demo.Demo} starts a topology, sends a letter through it by SMTP, reads it by IMAP
 * and POP3, and prints what the resolvers and servers tell of themselves: it hears their events as they
 * happen and adds nothing.
 */
@NullMarked
package mailroad.lab.demo;

import org.jspecify.annotations.NullMarked;
