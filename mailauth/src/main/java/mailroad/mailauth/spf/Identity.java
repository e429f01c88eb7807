package mailroad.mailauth.spf;

import java.net.InetAddress;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;

/**
 * Who sends, and in whose name (RFC 7208 section 4.1).
 *
 * @param client address of the host
 * @param helo the name that it gave
 * @param local local part of the sender
 * @param domain the sender's domain, whose record is asked first
 */
record Identity(InetAddress client, String helo, String local, String domain) {
  /** RFC 7208 section 4.3: for senders without a local part. */
  private static final String POSTMASTER = "postmaster";

  /** A sender without a local part is the postmaster. */
  Identity {
    local = local.isEmpty() ? POSTMASTER : local;
  }

  /** The name that the host gave (RFC 7208 section 2.3). */
  static Identity helo(InetAddress client, String helo) {
    return new Identity(client, helo, POSTMASTER, HostName.plain(helo));
  }

  /** The reverse-path; the name that the host gave where it is empty (RFC 7208 section 2.4). */
  static Identity mail(InetAddress client, String helo, ReversePath sender) {
    return sender
        .mailbox()
        .map((EmailAddress box) -> new Identity(client, helo, box.localPart(), box.domain().name()))
        .orElseGet(() -> helo(client, helo));
  }

  String sender() {
    return local + "@" + domain;
  }
}
