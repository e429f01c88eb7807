package mailroad.smtp.client;

import mailroad.kernel.ReversePath;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.Recipient;
import mailroad.smtp.TlsWish;
import mailroad.smtp.Xtext;

/**
 * MAIL and RCPT for an envelope, with those parameters that the other side offers to take. No source
 * route is ever sent (RFC 5321 appendix C).
 */
record MailCommands(Extensions extensions, boolean loggedIn, Envelope envelope) {

  String mail(long octets) {
    MailParameters parameters = envelope.parameters();
    StringBuilder out = new StringBuilder("MAIL FROM:").append(envelope.sender());
    if (extensions.offers("SIZE")) {
      out.append(" SIZE=").append(octets);
    }
    if (parameters.body() != Body.SEVEN_BIT) {
      out.append(" BODY=").append(parameters.body().keyword());
    }
    if (Extensions.needsUtf8(envelope)) {
      out.append(" SMTPUTF8");
    }
    handling(parameters.handling(), out);
    if (extensions.offers("DSN")) {
      parameters.ret().ifPresent(ret -> out.append(" RET=").append(ret));
      parameters.envid().ifPresent(id -> out.append(" ENVID=").append(Xtext.encode(id)));
    }
    if (extensions.offers("AUTH") && loggedIn) {
      // RFC 4954 section 5: said only to those who have reason to believe it.
      parameters.auth().ifPresent(auth -> out.append(" AUTH=").append(identity(auth)));
    }
    return out.toString();
  }

  /** A submission that was to be held back has been, by the time that it goes on (RFC 4865 section 4). */
  private void handling(Handling handling, StringBuilder out) {
    if (extensions.offers("DELIVERBY")) {
      handling.deliverBy().ifPresent(by -> out.append(" BY=").append(by));
    }
    if (extensions.offers("MT-PRIORITY") && handling.priority() != 0) {
      out.append(" MT-PRIORITY=").append(handling.priority());
    }
    if (handling.tls() == TlsWish.REQUIRED) {
      out.append(" REQUIRETLS");
    }
  }

  private static String identity(ReversePath auth) {
    return auth.mailbox().map(address -> Xtext.encode(address.toString())).orElse("<>");
  }

  String rcpt(Recipient recipient) {
    StringBuilder out = new StringBuilder("RCPT TO:<").append(recipient.address()).append('>');
    if (extensions.offers("DSN")) {
      if (!(recipient.notices() instanceof Notify.Unsaid)) {
        out.append(" NOTIFY=").append(recipient.notices());
      }
      recipient.original().ifPresent(original -> out.append(" ORCPT=").append(original));
    }
    return out.toString();
  }
}
