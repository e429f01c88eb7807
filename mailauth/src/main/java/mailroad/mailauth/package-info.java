/**
 * Who a message is really from. A message's client, envelope and content come in, and {@link
 * mailroad.mailauth.Authentication} comes out: what SPF, DKIM, DMARC and ARC say, each with its reasons. What follows
 * from that is the guard's to decide. Called by the tasks of sessions, which wait for DNS.
 */
@NullMarked
package mailroad.mailauth;

import org.jspecify.annotations.NullMarked;
