/**
 * Who somebody is: the mechanisms of SASL (RFC 4422), the server's side and the client's, for every mail protocol.
 *
 * <p>A mechanism is a function of values. The server's side begins with {@link mailroad.sasl.ServerSide#begin} and goes
 * from one {@link mailroad.sasl.Step} to the next: ask the client, have a claim checked, done. {@link
 * mailroad.sasl.Negotiation} walks these steps for a protocol, which lends it its lines ({@link mailroad.sasl.Lines}), and
 * asks whoever knows the accounts ({@link mailroad.sasl.Doorkeeper}). The client's side is {@link
 * mailroad.sasl.ClientSide}, which chooses the strongest mechanism that both sides know.
 *
 * <p>Nothing here has a thread or a connection of its own: all runs in the task that calls. What comes from the other side
 * may be anything; it leads to a step that ends the exchange, never to an exception.
 *
 * <p>RFC 4422 (SASL, EXTERNAL), RFC 4616 (PLAIN), RFC 5802 and RFC 7677 (SCRAM-SHA-256), RFC 5929 and RFC 9266 (channel
 * bindings), RFC 7628 (OAUTHBEARER), RFC 4013 (SASLprep), RFC 8265 (passwords). LOGIN and XOAUTH2 are described by no RFC
 * and spoken by many.
 */
@NullMarked
package mailroad.sasl;

import org.jspecify.annotations.NullMarked;
