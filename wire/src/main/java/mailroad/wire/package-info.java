/**
 * Lines, TLS and listening ports: what every mail protocol stands on.
 *
 * <p>A {@link mailroad.wire.Listener} accepts connections within bounds and starts one task for each,
 * which talks through a {@link mailroad.wire.Wire}: lines in, octets out. {@link mailroad.wire.Tls} goes
 * beneath from the start or in the middle (STARTTLS), with the {@link mailroad.wire.ServerKeys} of a
 * server or the {@link mailroad.wire.ClientTrust} of a client. A client connects through {@link
 * mailroad.kernel.Network} and uses the same {@code Wire}. Everything blocks the calling task alone;
 * nothing here starts a thread but the listener, through the World.
 *
 * <p>RFC 8446 and RFC 5246 (TLS), RFC 6066 (SNI), RFC 7301 (ALPN), RFC 7435 (opportunistic security), RFC
 * 7468 (PEM), RFC 9325 (recommendations for TLS), RFC 9525 (host names in certificates).
 */
@NullMarked
package mailroad.wire;

import org.jspecify.annotations.NullMarked;
